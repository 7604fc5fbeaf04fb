import type { Caller, Sessions } from './sessions';
import { AwsError } from './wire/aws-error';
import type { Dialect } from './wire/dialect';
import type { WireRequest } from './wire/http';
import { isSignedWith, parseAuthorization } from './wire/signature';
import { stableHex, type World } from './world';

const MESSAGES: Record<string, string> = {
  AuthFailure: 'AWS was not able to validate the provided access credentials',
  InvalidAccessKeyId: 'The AWS Access Key Id you provided does not exist in our records.',
  RequestExpired: 'Request has expired.',
};

/** Who signed the request. Throws the service's own error for what is unsigned, unknown, wrongly signed or expired. */
export function authenticate(
  request: WireRequest,
  world: World,
  sessions: Sessions,
  dialect: Dialect,
): Caller {
  const authorization = parseAuthorization(request);
  if (!authorization) throw refusal(dialect.notSigned, 'Request is missing Authentication Token');

  const hubKey = world.estate.hub.accessKeys.find((key) => key.id === authorization.accessKeyId);
  const session = sessions.find(authorization.accessKeyId);
  const secret = hubKey?.secret ?? session?.secret;
  const token = request.headers['x-amz-security-token'];
  if (secret === undefined || (session && session.sessionToken !== token))
    throw refusal(dialect.unknownKey, 'The security token included in the request is invalid.');
  if (!isSignedWith(request, authorization, secret))
    throw refusal(
      dialect.badSignature,
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
    );
  if (session?.expiresAt != null && session.expiresAt <= world.now())
    throw refusal(dialect.expiredToken, 'The security token included in the request is expired');
  // With a role go the sessions that it gave out.
  if (session && isRoleGone(session.caller, world))
    throw refusal(dialect.unknownKey, 'The security token included in the request is invalid.');
  return session?.caller ?? hubCaller(world);
}

function isRoleGone({ accountId, roleName }: Caller, world: World): boolean {
  return roleName !== null && world.account(accountId)?.roles[roleName] === undefined;
}

function hubCaller(world: World): Caller {
  const { accountId, user } = world.estate.hub;
  return {
    accountId,
    arn: hubPrincipal(world),
    userId: `AIDA${stableHex(17, 'user', accountId, user).toUpperCase()}`,
    roleName: null,
  };
}

/** The ARN of the IAM user whose keys the hub has. */
export function hubPrincipal(world: World): string {
  return `arn:aws:iam::${world.estate.hub.accountId}:user/${world.estate.hub.user}`;
}

function refusal([code, status]: readonly [string, number], message: string): AwsError {
  return new AwsError(code, status, MESSAGES[code] ?? message);
}
