import * as sts from '@aws-sdk/client-sts';
import { accessDenied } from '../access-denied';
import { hubPrincipal } from '../authenticate';
import { type Call, knownOperations, operation, type Service } from '../service';
import { roleIdOf } from '../sessions';
import { AwsError } from '../wire/aws-error';
import { stsDialect } from '../wire/dialect';
import { queryProtocol } from '../wire/query-protocol';

const ROLE_ARN = /^arn:aws:iam::(\d{12}):role\/(?:[\w+=,.@/-]*\/)?([\w+=,.@-]+)$/;
const DEFAULT_SESSION_SECONDS = 3600;
const MIN_SESSION_SECONDS = 900;

export const stsService: Service = {
  name: 'sts',
  global: false,
  protocol: queryProtocol('https://sts.amazonaws.com/doc/2011-06-15/'),
  dialect: stsDialect,
  known: knownOperations({ ...sts }),
  operations: [
    operation(
      sts.GetCallerIdentity$,
      (_input: sts.GetCallerIdentityRequest, { caller }): sts.GetCallerIdentityResponse => ({
        Account: caller.accountId,
        Arn: caller.arn,
        UserId: caller.userId,
      }),
    ),
    operation(sts.AssumeRole$, assumeRole),
  ],
};

/** Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
function assumeRole(input: sts.AssumeRoleRequest, call: Call): sts.AssumeRoleResponse {
  const { RoleArn = '', RoleSessionName = '', ExternalId, DurationSeconds = DEFAULT_SESSION_SECONDS } = input;
  const [, accountId = '', roleName = ''] = ROLE_ARN.exec(RoleArn) ?? [];
  if (!accountId) throw invalid(`${RoleArn} is invalid`);
  if (!/^[\w+=,.@-]{2,64}$/.test(RoleSessionName))
    throw invalid(
      `1 validation error detected: Value '${RoleSessionName}' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*`,
    );
  if (ExternalId !== undefined && !/^[\w+=,.@:/-]{2,1224}$/.test(ExternalId))
    throw invalid(
      `1 validation error detected: Value at 'externalId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@:\\/-]*`,
    );

  const role = call.world.account(accountId)?.roles[roleName];
  const trusted = role?.trusts ?? [hubPrincipal(call.world)];
  const isTrusted = trusted.some(
    (principal) => principal === call.caller.arn || principal === call.caller.accountId,
  );
  // One message for all: AWS does not say whether a role exists to whoever may not assume it.
  if (!role || !isTrusted || !matchesExternalId(role.externalId, ExternalId, RoleArn, call))
    throw accessDenied(call.dialect, call.caller, 'sts:AssumeRole', '', RoleArn);

  if (DurationSeconds < MIN_SESSION_SECONDS)
    throw invalid(
      `1 validation error detected: Value '${DurationSeconds}' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to ${MIN_SESSION_SECONDS}`,
    );
  if (DurationSeconds > role.maxSessionSeconds)
    throw invalid('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');

  const expiresAt = Math.floor(call.now / 1000 + DurationSeconds) * 1000;
  const credentials = call.sessions.issue(accountId, roleName, RoleSessionName, expiresAt);
  return {
    Credentials: {
      AccessKeyId: credentials.accessKeyId,
      SecretAccessKey: credentials.secret,
      SessionToken: credentials.sessionToken ?? '',
      Expiration: new Date(expiresAt),
    },
    AssumedRoleUser: {
      AssumedRoleId: `${roleIdOf(accountId, roleName)}:${RoleSessionName}`,
      Arn: credentials.caller.arn,
    },
    PackedPolicySize: 0,
  };
}

function matchesExternalId(
  expected: string | undefined,
  given: string | undefined,
  roleArn: string,
  call: Call,
): boolean {
  if (expected === undefined) return true;
  if (given === undefined) return false;
  return expected === 'any' ? call.sessions.matchesLearntExternalId(roleArn, given) : expected === given;
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationError', 400, message);
}
