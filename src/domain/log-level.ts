import { z } from 'zod';

/** From the least to the most that is logged. */
export const LOG_LEVELS = ['error', 'warn', 'info', 'debug'] as const;

export const logLevelSchema = z.enum(LOG_LEVELS);
export type LogLevel = z.infer<typeof logLevelSchema>;

export const DEFAULT_LOG_LEVEL: LogLevel = 'info';

/** Whether a line of this level is to be logged while the app logs at `level`. */
export function isLogged(line: LogLevel, level: LogLevel): boolean {
  return LOG_LEVELS.indexOf(line) <= LOG_LEVELS.indexOf(level);
}
