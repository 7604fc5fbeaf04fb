/**
 * What the platform allows, as documented; tests shrink some of it.
 * Sources: https://developer.atlassian.com/platform/forge/limits-invocation/, limits-async-events/, limits-sql/,
 * limits-kvs-ce/.
 */
export interface PlatformLimits {
  /** Seconds that a resolver or a product event's function may take. */
  userInvocationSeconds: number;
  /** Seconds for web triggers, and for consumers and scheduled triggers without a timeoutSeconds of their own. */
  backgroundInvocationSeconds: number;
  /** Seconds that the manifest may give to a consumer or a scheduled trigger; it gets no more. */
  longestInvocationSeconds: number;
  /** Requests of one invocation to the outside, requestJira not counted, per minute of its timeout, rounded up. */
  egressRequestsPerRuntimeMinute: number;
  /** Seconds that one outbound request may take. */
  outboundRequestSeconds: number;
  /** What a page may send to its resolver. */
  resolverRequestBytes: number;
  /** What a resolver may answer to its page. */
  resolverResponseBytes: number;
  logLinesPerRuntimeMinute: number;
  logBytesPerInvocation: number;
  eventsPerPush: number;
  bytesPerPush: number;
  /** Of one event for a consumer whose timeout is over 55 seconds. */
  bytesPerLongEvent: number;
  eventsPerMinute: number;
  /** Pushes by an invocation and by everything that its events started. */
  pushesPerChain: number;
  retryDataBytes: number;
  /** How long an event is tried again before it is dropped. */
  retentionHours: number;
  /** How often a product event is delivered again. */
  productEventRetries: number;
  sqlRequestBytes: number;
  sqlResponseBytes: number;
  sqlDmlPerSecond: number;
  sqlDdlPerMinute: number;
  sqlSelectSeconds: number;
  sqlWriteSeconds: number;
  kvsKeyCharacters: number;
  kvsValueBytes: number;
  kvsValueDepth: number;
  kvsQueryPage: number;
  kvsTransactionOperations: number;
  kvsBatchKeys: number;
}

const KB = 1024;

export const DOCUMENTED_LIMITS: PlatformLimits = {
  userInvocationSeconds: 25,
  backgroundInvocationSeconds: 55,
  longestInvocationSeconds: 900,
  egressRequestsPerRuntimeMinute: 100,
  outboundRequestSeconds: 180,
  resolverRequestBytes: 500 * KB,
  resolverResponseBytes: 5 * KB * KB,
  logLinesPerRuntimeMinute: 100,
  logBytesPerInvocation: 200 * KB,
  eventsPerPush: 50,
  bytesPerPush: 200 * KB,
  bytesPerLongEvent: 100 * KB,
  eventsPerMinute: 500,
  pushesPerChain: 1000,
  retryDataBytes: 4 * KB,
  retentionHours: 24,
  productEventRetries: 4,
  sqlRequestBytes: KB * KB,
  sqlResponseBytes: 4 * KB * KB,
  sqlDmlPerSecond: 150,
  sqlDdlPerMinute: 25,
  sqlSelectSeconds: 5,
  sqlWriteSeconds: 10,
  kvsKeyCharacters: 500,
  kvsValueBytes: 240 * KB,
  kvsValueDepth: 31,
  kvsQueryPage: 100,
  kvsTransactionOperations: 25,
  kvsBatchKeys: 25,
};
