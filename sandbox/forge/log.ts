/** One line that the app or the platform logged. */
export interface LogLine {
  at: number;
  level: 'debug' | 'info' | 'warn' | 'error';
  source: 'app' | 'platform';
  functionKey: string | null;
  invocationId: string | null;
  text: string;
}

export type Log = (line: LogLine) => void;
