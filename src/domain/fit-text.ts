const MARK = '… (truncated)';

/**
 * The text as a column of `length` UTF-16 units can hold it: cut visibly, and without what databases refuse or take for
 * an end: NUL, and the halves of surrogate pairs that a cut or an odd name leaves.
 */
export function fitText(text: string, length: number): string {
  const kept = text.length <= length ? text : `${text.slice(0, length - MARK.length)}${MARK}`;
  return kept.replaceAll('\0', '\u{FFFD}').replace(/\p{Surrogate}/gu, '\u{FFFD}');
}
