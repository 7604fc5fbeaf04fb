import { kvs } from '@forge/kvs';
import { DEFAULT_LOG_LEVEL, type LogLevel, logLevelSchema } from '../domain/log-level';

const KEY = 'settings:log-level';
/** A warm instance asks again after that. */
const KEPT_MS = 60_000;

let known: { level: LogLevel; at: number } | null = null;

/** How much the app logs. Where that cannot be read it logs as usual: nothing fails for want of a log line. */
export async function logLevel(): Promise<LogLevel> {
  if (known !== null && Date.now() - known.at < KEPT_MS) return known.level;
  const level = await kvs.get(KEY).then(
    (value) => logLevelSchema.safeParse(value).data ?? DEFAULT_LOG_LEVEL,
    () => DEFAULT_LOG_LEVEL,
  );
  known = { level, at: Date.now() };
  return level;
}

/** Sets it; other warm instances follow within a minute. */
export async function saveLogLevel(level: LogLevel): Promise<void> {
  await kvs.set(KEY, level);
  known = { level, at: Date.now() };
}
