const MARK = '… (truncated)';

const LOST = '\u{FFFD}';

/**
 * The text as a column of `length` UTF-16 units can hold it: cut visibly, and without what databases refuse or take for
 * an end: NUL, and the halves of surrogate pairs that a cut or an odd name leaves.
 */
export function fitText(text: string, length: number): string {
  const kept = text.length <= length ? text : `${text.slice(0, length - MARK.length)}${MARK}`;
  return kept.replaceAll('\0', LOST).replace(/\p{Surrogate}/gu, LOST);
}

/** Whether a text that `fitText` wrote may stand for another one, so that it must not be compared as if it were whole. */
export function mayBeCut(fitted: string): boolean {
  return fitted.endsWith(MARK) || fitted.includes(LOST);
}
