type Named = readonly [code: string, status: number];

/** What a family of services calls the errors that every AWS service has, with the HTTP status it sends. */
export interface Dialect {
  accessDenied: Named;
  throttled: Named;
  expiredToken: Named;
  unknownKey: Named;
  badSignature: Named;
  notSigned: Named;
  regionNotEnabled: Named;
  internal: Named;
  unavailable: Named;
  unknownOperation: Named;
  invalidParameter: Named;
}

/** Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html */
export const ec2Dialect: Dialect = {
  accessDenied: ['UnauthorizedOperation', 403],
  throttled: ['RequestLimitExceeded', 503],
  expiredToken: ['RequestExpired', 400],
  unknownKey: ['AuthFailure', 401],
  badSignature: ['AuthFailure', 401],
  notSigned: ['MissingAuthenticationToken', 403],
  regionNotEnabled: ['AuthFailure', 401],
  internal: ['InternalError', 500],
  unavailable: ['Unavailable', 503],
  unknownOperation: ['InvalidAction', 400],
  invalidParameter: ['InvalidParameterValue', 400],
};

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html */
export const queryDialect: Dialect = {
  accessDenied: ['AccessDenied', 403],
  throttled: ['Throttling', 400],
  expiredToken: ['ExpiredToken', 403],
  unknownKey: ['InvalidClientTokenId', 403],
  badSignature: ['SignatureDoesNotMatch', 403],
  notSigned: ['MissingAuthenticationToken', 403],
  regionNotEnabled: ['InvalidClientTokenId', 403],
  internal: ['InternalFailure', 500],
  unavailable: ['ServiceUnavailable', 503],
  unknownOperation: ['InvalidAction', 400],
  invalidParameter: ['ValidationError', 400],
};

export const rdsDialect: Dialect = { ...queryDialect, invalidParameter: ['InvalidParameterValue', 400] };

export const stsDialect: Dialect = { ...queryDialect, regionNotEnabled: ['RegionDisabledException', 403] };

/** Source: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
export const s3Dialect: Dialect = {
  accessDenied: ['AccessDenied', 403],
  throttled: ['SlowDown', 503],
  expiredToken: ['ExpiredToken', 400],
  unknownKey: ['InvalidAccessKeyId', 403],
  badSignature: ['SignatureDoesNotMatch', 403],
  notSigned: ['AccessDenied', 403],
  regionNotEnabled: ['InvalidAccessKeyId', 403],
  internal: ['InternalError', 500],
  unavailable: ['ServiceUnavailable', 503],
  unknownOperation: ['MethodNotAllowed', 405],
  invalidParameter: ['InvalidArgument', 400],
};

/** Source: https://docs.aws.amazon.com/kms/latest/APIReference/CommonErrors.html */
export const jsonDialect: Dialect = {
  accessDenied: ['AccessDeniedException', 400],
  throttled: ['ThrottlingException', 400],
  expiredToken: ['ExpiredTokenException', 400],
  unknownKey: ['UnrecognizedClientException', 400],
  badSignature: ['InvalidSignatureException', 400],
  notSigned: ['MissingAuthenticationTokenException', 400],
  regionNotEnabled: ['UnrecognizedClientException', 400],
  internal: ['InternalFailure', 500],
  unavailable: ['ServiceUnavailableException', 503],
  unknownOperation: ['UnknownOperationException', 400],
  invalidParameter: ['ValidationException', 400],
};

/** Services that speak JSON by paths. Source: https://docs.aws.amazon.com/eks/latest/APIReference/CommonErrors.html */
export const restJsonDialect: Dialect = {
  ...jsonDialect,
  accessDenied: ['AccessDeniedException', 403],
  throttled: ['ThrottlingException', 429],
  expiredToken: ['ExpiredTokenException', 403],
  unknownKey: ['UnrecognizedClientException', 403],
  badSignature: ['InvalidSignatureException', 403],
  notSigned: ['MissingAuthenticationTokenException', 403],
  regionNotEnabled: ['UnrecognizedClientException', 403],
  unknownOperation: ['UnknownOperationException', 404],
};

/** Source: https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctions.html#API_ListFunctions_Errors */
export const lambdaDialect: Dialect = {
  ...restJsonDialect,
  throttled: ['TooManyRequestsException', 429],
  internal: ['ServiceException', 500],
  invalidParameter: ['InvalidParameterValueException', 400],
};
