import { ResourceGoneError, UnreadableError } from '../scan/evaluate/unreadable';

/** Answers `value` where AWS answers with one of these codes, which say that there is nothing rather than that all is not well. */
export async function whenAbsent<T, V>(answer: Promise<T>, codes: string[], value: V): Promise<T | V> {
  try {
    return await answer;
  } catch (error) {
    if (hasCode(error, codes)) return value;
    throw error;
  }
}

/** Throws a ResourceGoneError where AWS answers with one of these codes: the resource was deleted since it was listed. */
export async function whileItExists<T>(answer: Promise<T>, codes: string[]): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (hasCode(error, codes)) throw new ResourceGoneError({ cause: error });
    throw error;
  }
}

function hasCode(error: unknown, codes: string[]): boolean {
  return error instanceof UnreadableError && error.code !== null && codes.includes(error.code);
}
