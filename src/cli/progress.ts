import type { Progress } from './scan-accounts';

/** One line that is written over again; nothing where the stream is not a terminal. */
export function terminalProgress(stream: NodeJS.WriteStream): Progress & { end(): void } {
  if (!stream.isTTY) return { step: () => {}, end: () => {} };
  const clearLine = '\r\u001b[K';
  return {
    step: (done, total, what) => stream.write(`${clearLine}${done} of ${total} scanned: ${what}`),
    end: () => stream.write(clearLine),
  };
}
