import * as s3control from '@aws-sdk/client-s3-control';
import { toFlags } from '../estate/s3';
import { paginate } from '../paginate';
import { type Call, knownOperations, operation, type Service } from '../service';
import { AwsError } from '../wire/aws-error';
import { s3Dialect } from '../wire/dialect';
import { RestRoutes } from '../wire/rest-reader';
import { restXmlProtocol } from '../wire/rest-xml-protocol';
import { stableHex } from '../world';
import { here } from './regional';

export const s3ControlService: Service = {
  name: 's3control',
  actionPrefix: 's3',
  global: false,
  protocol: restXmlProtocol({
    routes: new RestRoutes({ ...s3control }),
    namespace: 'http://awss3control.amazonaws.com/doc/2018-08-20/',
    wrapErrors: true,
  }),
  dialect: s3Dialect,
  known: knownOperations({ ...s3control }),
  operations: [
    operation(s3control.GetPublicAccessBlock$, getPublicAccessBlock, {
      action: 's3:GetAccountPublicAccessBlock',
    }),
    operation(s3control.ListAccessPoints$, listAccessPoints),
    operation(s3control.GetAccessPoint$, getAccessPoint),
    operation(s3control.ListMultiRegionAccessPoints$, listMultiRegionAccessPoints, { global: true }),
  ],
};

function getPublicAccessBlock(
  input: s3control.GetPublicAccessBlockRequest,
  call: Call,
): s3control.GetPublicAccessBlockOutput {
  const accountId = input.AccountId ?? call.location.hostPrefix;
  if (!accountId || !/^\d{12}$/.test(accountId))
    throw new AwsError('InvalidRequest', 400, 'The AccountId must be the 12 digits of an account id.');
  if (accountId !== call.account.id) throw new AwsError('AccessDenied', 403, 'Access Denied');
  const flags = toFlags(call.account.s3.publicAccessBlock);
  if (!flags)
    throw new AwsError(
      'NoSuchPublicAccessBlockConfiguration',
      404,
      'The public access block configuration was not found',
      { fields: { AccountId: accountId } },
    );
  return { PublicAccessBlockConfiguration: flags };
}

/** The flags as an access point has them, which always has some. */
function flagsOf(setting: Parameters<typeof toFlags>[0]) {
  return (
    toFlags(setting) ?? {
      BlockPublicAcls: false,
      IgnorePublicAcls: false,
      BlockPublicPolicy: false,
      RestrictPublicBuckets: false,
    }
  );
}

function listAccessPoints(
  input: s3control.ListAccessPointsRequest,
  call: Call,
): s3control.ListAccessPointsResult {
  const { items, next } = paginate(
    Object.entries(here(call).accessPoints),
    { limit: input.MaxResults, token: input.NextToken, max: 1000, tokenName: 'NextToken' },
    call,
  );
  return {
    AccessPointList: items.map(([name, { bucket }]) => ({
      Name: name,
      NetworkOrigin: 'Internet',
      Bucket: bucket,
      AccessPointArn: `arn:aws:s3:${call.region}:${call.account.id}:accesspoint/${name}`,
    })),
    NextToken: next,
  };
}

function getAccessPoint(input: s3control.GetAccessPointRequest, call: Call): s3control.GetAccessPointResult {
  const point = here(call).accessPoints[input.Name ?? ''];
  if (point === undefined)
    throw new AwsError('NoSuchAccessPoint', 404, 'The specified accesspoint does not exist');
  return {
    Name: input.Name,
    Bucket: point.bucket,
    NetworkOrigin: 'Internet',
    PublicAccessBlockConfiguration: flagsOf(point.block),
  };
}

/** Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/MrapOperations.html */
function listMultiRegionAccessPoints(
  input: s3control.ListMultiRegionAccessPointsRequest,
  call: Call,
): s3control.ListMultiRegionAccessPointsResult {
  if (call.region !== 'us-west-2')
    throw new AwsError('PermanentRedirect', 301, 'This operation must be sent to us-west-2.');
  const { items, next } = paginate(
    Object.entries(call.account.s3.multiRegionAccessPoints),
    { limit: input.MaxResults, token: input.NextToken, max: 100, tokenName: 'NextToken' },
    call,
  );
  return {
    AccessPoints: items.map(([Name, { buckets, block }]) => ({
      Name,
      Alias: `${stableHex(12, call.account.id, Name)}.mrap`,
      Status: 'READY',
      PublicAccessBlock: flagsOf(block),
      Regions: buckets.map((Bucket) => ({ Bucket, Region: 'us-east-1' })),
    })),
    NextToken: next,
  };
}
