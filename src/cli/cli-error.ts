/** Bad input or failed credentials: the command ends with this one line on stderr and the exit code 1. */
export class CliError extends Error {
  override readonly name = 'CliError';
}
