import { DescribeRegionsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { partitionOf } from '../domain/account';
import { UnreadableError } from '../scan/evaluate/unreadable';
import type { RequestBudget } from '../scan/request-budget';
import type { CallCounter } from './call-counter';
import { AwsClients, type Credentials } from './clients';
import { Source } from './source';

export const ROLE_SESSION_NAME = 'cloud-findings';

/** The longest that every role allows without being changed; also the limit of role chaining. */
const SESSION_SECONDS = 3600;

/** The credentials that account roles trust: the hub's user, or whatever the AWS chain of a developer gives. */
export type HubCredentials = Credentials;

export interface AccountCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
  expiration: Date;
}

export interface CallOptions {
  calls?: CallCounter;
  requests?: RequestBudget;
  /** In place of AWS itself; AWS_ENDPOINT_URL of the environment where not given. */
  endpoint?: string;
}

/**
 * - `refused`: AWS does not say which of these it is: the role is missing, its trust policy does not name the hub, the
 *   external id is another one, or the hub's own policy does not allow sts:AssumeRole.
 * - `hub-policy`: AWS says that the hub's own policy does not allow it.
 * - `hub-credentials`: AWS does not know the hub's credentials, or there are none.
 * - `unavailable`: throttled, timed out, not reached; try again.
 * - `error`: AWS answered something else.
 */
export type AssumeRoleProblem = 'refused' | 'hub-policy' | 'hub-credentials' | 'unavailable' | 'error';

/** The account's role could not be assumed, so nothing of the account can be read. */
export class AssumeRoleError extends Error {
  override readonly name = 'AssumeRoleError';
  readonly problem: AssumeRoleProblem;
  /** As a scan reports it. */
  readonly unreadable: UnreadableError;

  constructor(problem: AssumeRoleProblem, message: string, cause: UnreadableError) {
    super(message, { cause });
    this.problem = problem;
    const { operation, region, reason, code } = cause;
    this.unreadable = new UnreadableError({ operation, region, reason, code, message, cause });
  }
}

/**
 * Assumes the account's read-only role for an hour, at the STS endpoint of the role's own partition.
 * Throws an AssumeRoleError.
 */
export async function assumeAccountRole(
  hub: HubCredentials,
  account: { roleArn: string; externalId: string },
  options: CallOptions = {},
): Promise<AccountCredentials> {
  const { roleArn, externalId } = account;
  const clients = new AwsClients({
    credentials: hub,
    partition: partitionOf(roleArn),
    secrets: [externalId],
    ...options,
  });
  const source = new Source('sts:AssumeRole', 'global');
  try {
    const command = new AssumeRoleCommand({
      RoleArn: roleArn,
      RoleSessionName: ROLE_SESSION_NAME,
      ExternalId: externalId,
      DurationSeconds: SESSION_SECONDS,
    });
    const answer = await clients.global('sts', STSClient).send(command);
    const credentials = source.required(answer.Credentials, 'the credentials');
    return {
      accessKeyId: source.required(credentials.AccessKeyId, 'the access key id'),
      secretAccessKey: source.required(credentials.SecretAccessKey, 'the secret access key'),
      sessionToken: source.required(credentials.SessionToken, 'the session token'),
      expiration: source.required(credentials.Expiration, 'the expiration'),
    };
  } catch (error) {
    throw error instanceof UnreadableError ? explain(error, roleArn) : error;
  }
}

/** Who the hub's credentials are. Throws an UnreadableError. */
export async function callerIdentity(
  hub: HubCredentials,
  options: CallOptions & { partition?: string } = {},
): Promise<{ arn: string; accountId: string }> {
  const { partition = 'aws', ...rest } = options;
  const clients = new AwsClients({ credentials: hub, partition, ...rest });
  const source = new Source('sts:GetCallerIdentity', 'global');
  const answer = await clients.global('sts', STSClient).send(new GetCallerIdentityCommand({}));
  return {
    arn: source.required(answer.Arn, 'the ARN'),
    accountId: source.required(answer.Account, 'the account'),
  };
}

/** The regions that the account has enabled, in alphabetical order. Throws an UnreadableError. */
export async function enabledRegions(
  credentials: Credentials,
  options: CallOptions & { partition?: string } = {},
): Promise<string[]> {
  const { partition = 'aws', ...rest } = options;
  const clients = new AwsClients({ credentials, partition, ...rest });
  const source = new Source('ec2:DescribeRegions', clients.region);
  const answer = await clients
    .regional('ec2', EC2Client)
    .send(new DescribeRegionsCommand({ AllRegions: false }));
  const names = source.required(answer.Regions, 'its list').map(({ RegionName }) => RegionName);
  if (names.length === 0) throw source.malformed('no region at all');
  return names.map((name) => source.required(name, 'the name of a region')).sort();
}

function explain(error: UnreadableError, roleArn: string): AssumeRoleError {
  switch (error.reason) {
    case 'access-denied':
      return /no identity-based policy allows/i.test(error.message)
        ? new AssumeRoleError(
            'hub-policy',
            `The hub's own policy does not allow sts:AssumeRole on ${roleArn}. Allow it there.`,
            error,
          )
        : new AssumeRoleError(
            'refused',
            `AWS refused to let the hub assume ${roleArn}, and does not say why. Check that the role exists, that its trust ` +
              `policy names the hub, that the external id is the same on both sides, and that the hub's policy allows sts:AssumeRole.`,
            error,
          );
    case 'credentials':
      return new AssumeRoleError(
        'hub-credentials',
        `The credentials that are to assume ${roleArn} do not work. ${error.message}`,
        error,
      );
    case 'throttled':
    case 'timeout':
    case 'network':
      return new AssumeRoleError('unavailable', `${roleArn} could not be assumed. ${error.message}`, error);
    case 'region-not-enabled':
    case 'error':
    case 'rule-error':
      return new AssumeRoleError('error', `${roleArn} could not be assumed. ${error.message}`, error);
  }
}
