import { z } from 'zod';
import { withoutAccessKeyIds } from '../domain/access-key-id';
import type { UnreadReason } from '../domain/scan-outcome';
import { UnreadableError } from '../scan/evaluate/unreadable';
import { iamActionOf } from './iam-action';

/** The call that went wrong. */
export interface CallSite {
  /** As in an IAM policy: `ec2:DescribeVolumes`. */
  operation: string;
  /** What findings and people call the place: a region's code, or `global`. */
  region: string;
  /** Whether the partition's home region was asked: it is always enabled, so a refused identity is not its fault. */
  home: boolean;
  /** What was sent and may not be told: AWS repeats some of it in what it says. */
  secrets?: readonly string[];
}

const DENIED = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'AllAccessDisabled',
  'AuthorizationError',
  'NotAuthorized',
  'UnauthorizedAccess',
  'UnauthorizedOperation',
]);
const THROTTLED = new Set([
  'BandwidthLimitExceeded',
  'EC2ThrottledException',
  'PriorRequestNotComplete',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'ServiceUnavailable',
  'SlowDown',
  'ThrottledException',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
]);
const CREDENTIALS = new Set([
  'CredentialsProviderError',
  'ExpiredToken',
  'ExpiredTokenException',
  'IncompleteSignature',
  'InvalidAccessKeyId',
  'InvalidSignatureException',
  'InvalidToken',
  'MissingAuthenticationToken',
  'RequestExpired',
  'RequestTimeTooSkewed',
  'SignatureDoesNotMatch',
  'TokenRefreshRequired',
]);
/** What AWS answers to good credentials in a region that the account has not enabled, and to bad ones anywhere. */
const IDENTITY_UNKNOWN = new Set(['AuthFailure', 'InvalidClientTokenId', 'UnrecognizedClientException']);
const NOT_ENABLED = new Set(['OptInRequired', 'RegionDisabledException']);
const TIMED_OUT = new Set([
  'AbortError',
  'ETIMEDOUT',
  'RequestTimeout',
  'RequestTimeoutException',
  'TimeoutError',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
]);
const NETWORK = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'UND_ERR_SOCKET',
]);

const thrownSchema = z.object({
  name: z.string().catch(''),
  message: z.string().catch(''),
  code: z.string().optional().catch(undefined),
  cause: z.unknown().optional(),
  $fault: z.string().optional().catch(undefined),
  $metadata: z.object({ httpStatusCode: z.number().optional() }).optional().catch(undefined),
});
type Thrown = z.infer<typeof thrownSchema>;

/** Makes of whatever an SDK call threw the error that the scan understands. */
export function toUnreadable(error: unknown, site: CallSite): UnreadableError {
  if (error instanceof UnreadableError) return error;
  const thrown = read(error);
  const code = thrown.$fault === undefined ? null : codeOf(thrown);
  const reason = reasonOf(thrown, site);
  return new UnreadableError({
    operation: site.operation,
    region: site.region,
    reason,
    code,
    message: `${headline(reason, site)} ${detail(thrown, reason, site.secrets ?? [])}`.trim(),
    cause: error,
  });
}

/** Whether the request did not get through to AWS or the answer did not get back, so that it may be sent again. */
export function isConnectionFailure(error: unknown): boolean {
  const thrown = read(error);
  if (thrown.$fault !== undefined) return false;
  return isNetwork(thrown) || chainOf(thrown).some((name) => TIMED_OUT.has(name));
}

/** `SlowDown` of an AWS error; EC2 writes some with a prefix: `Client.UnauthorizedOperation`. */
function codeOf(thrown: Thrown): string {
  return thrown.name.replace(/^(Client|Server)\./, '');
}

/** Why AWS did not answer; a rule's own failure is no matter of AWS. */
type AwsReason = Exclude<UnreadReason, 'rule-error'>;

function reasonOf(thrown: Thrown, site: CallSite): AwsReason {
  const code = codeOf(thrown);
  const status = thrown.$metadata?.httpStatusCode;
  if (DENIED.has(code)) return 'access-denied';
  if (NOT_ENABLED.has(code)) return 'region-not-enabled';
  if (IDENTITY_UNKNOWN.has(code)) return site.home ? 'credentials' : 'region-not-enabled';
  if (CREDENTIALS.has(code)) return 'credentials';
  if (THROTTLED.has(code) || status === 429) return 'throttled';
  if (chainOf(thrown).some((name) => TIMED_OUT.has(name))) return 'timeout';
  if (isNetwork(thrown)) return 'network';
  if (status === 403) return 'access-denied';
  return 'error';
}

function isNetwork(thrown: Thrown): boolean {
  // The fetch of a browser, of Node and of Forge rejects with a TypeError when there is no answer.
  const noAnswer = thrown.name === 'TypeError' && /fetch|network|terminated/i.test(thrown.message);
  return noAnswer || chainOf(thrown).some((name) => NETWORK.has(name));
}

/** Names and codes of the error and of what caused it. */
function chainOf(thrown: Thrown): string[] {
  const own = [thrown.name, thrown.code ?? ''];
  return thrown.cause === undefined || thrown.cause === null ? own : [...own, ...chainOf(read(thrown.cause))];
}

function read(error: unknown): Thrown {
  const parsed = thrownSchema.safeParse(error);
  if (parsed.success) return parsed.data;
  // An object that is no error says nothing, and may not even let itself be made a text.
  return { name: '', message: typeof error === 'object' ? '' : String(error), cause: undefined };
}

function headline(reason: AwsReason, { operation, region }: CallSite): string {
  const call = region === 'global' ? operation : `${operation} in ${region}`;
  switch (reason) {
    case 'access-denied':
      return `AWS denied ${call}: the role may not do it${actionHint(operation)}.`;
    case 'throttled':
      return `AWS throttled ${call}, also when asked again.`;
    case 'region-not-enabled':
      return `AWS refused ${call}: the region is not enabled for the account.`;
    case 'timeout':
      return `AWS did not answer ${call} in time.`;
    case 'credentials':
      return `AWS did not accept the credentials for ${call}.`;
    case 'network':
      return `AWS could not be reached for ${call}.`;
    case 'error':
      return `AWS did not answer ${call} as it should.`;
  }
}

function actionHint(operation: string): string {
  const action = iamActionOf(operation);
  return action === operation ? '' : ` (IAM calls it ${action})`;
}

const LONGEST_DETAIL = 300;

/** What AWS or the network said, without keys, tokens and hints that are for developers of the SDK. */
function detail(thrown: Thrown, reason: AwsReason, secrets: readonly string[]): string {
  if (reason === 'network') return networkDetail(thrown, secrets);
  const status = thrown.$metadata?.httpStatusCode;
  if (thrown.$fault === undefined && status !== undefined) {
    return `It answered HTTP ${status} with a body that AWS does not write.`;
  }
  const said = withoutSecrets(thrown.message.split('\n')[0] ?? '', secrets)
    .replace(/Encoded authorization failure message:.*$/i, '')
    .trim();
  if (said === '' || /^unknown(error)?$/i.test(said))
    return status === undefined ? '' : `It answered HTTP ${status}.`;
  const text = said.length > LONGEST_DETAIL ? `${said.slice(0, LONGEST_DETAIL)}...` : said;
  return thrown.$fault === undefined ? text : `AWS says: ${text}`;
}

function networkDetail(thrown: Thrown, secrets: readonly string[]): string {
  const cause = read(thrown.cause);
  const what = cause.message || thrown.message;
  const unknownHost = chainOf(thrown).includes('ENOTFOUND');
  return withoutSecrets(unknownHost ? `Does the region exist? (${what})` : what, secrets);
}

/** Without what is known to be secret, access key ids, and anything long enough to be a key or a token. */
export function withoutSecrets(text: string, secrets: readonly string[] = []): string {
  const withoutKnown = secrets
    .filter((secret) => secret !== '')
    .flatMap((secret) => [secret, encodeURIComponent(secret)])
    .reduce((clean, secret) => clean.replaceAll(secret, '...'), text);
  return withoutAccessKeyIds(withoutKnown).replace(/[A-Za-z0-9+/=]{80,}/g, '...');
}
