/**
 * What the platform allows, as documented; tests shrink some of it.
 * Sources: https://developer.atlassian.com/platform/forge/limits-invocation/, limits-async-events/, limits-sql/,
 * limits-kvs-ce/.
 */
export interface PlatformLimits {
  /** Seconds that a resolver, called by a person in front of a page, may take. */
  userInvocationSeconds: number;
  /** Seconds for everything else without a timeoutSeconds of its own. */
  backgroundInvocationSeconds: number;
  eventsPerPush: number;
  bytesPerPush: number;
  bytesPerLongEvent: number;
  eventsPerMinute: number;
  retryDataBytes: number;
  /** How often the platform repeats an event whose invocation was cut off. */
  platformRetries: number;
  /** How often an event may ask for a retry itself. */
  requestedRetries: number;
  sqlRequestBytes: number;
  sqlResponseBytes: number;
  sqlDmlPerSecond: number;
  sqlDdlPerMinute: number;
  sqlSelectSeconds: number;
  sqlWriteSeconds: number;
  kvsKeyCharacters: number;
  kvsValueBytes: number;
  kvsQueryPage: number;
  kvsTransactionOperations: number;
}

export const DOCUMENTED_LIMITS: PlatformLimits = {
  userInvocationSeconds: 25,
  backgroundInvocationSeconds: 55,
  eventsPerPush: 50,
  bytesPerPush: 200 * 1024,
  bytesPerLongEvent: 100 * 1024,
  eventsPerMinute: 500,
  retryDataBytes: 4 * 1024,
  platformRetries: 4,
  requestedRetries: 20,
  sqlRequestBytes: 1024 * 1024,
  sqlResponseBytes: 4 * 1024 * 1024,
  sqlDmlPerSecond: 150,
  sqlDdlPerMinute: 25,
  sqlSelectSeconds: 5,
  sqlWriteSeconds: 10,
  kvsKeyCharacters: 500,
  kvsValueBytes: 240 * 1024,
  kvsQueryPage: 100,
  kvsTransactionOperations: 25,
};
