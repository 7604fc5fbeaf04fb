/** One structured line per failure: what failed and how, without the payload, which may carry a secret. */
export function logFailure(what: string, error: unknown): void {
  const known = error instanceof Error ? error : new Error(String(error));
  console.error(
    JSON.stringify({ event: 'failed', what, error: known.name, message: known.message, stack: known.stack }),
  );
}
