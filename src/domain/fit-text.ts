const MARK = '… (truncated)';

/**
 * The text as a column of `length` UTF-16 units can hold it: cut visibly, and without the halves of surrogate pairs that
 * a cut or an odd name leaves and that MySQL refuses.
 */
export function fitText(text: string, length: number): string {
  const kept = text.length <= length ? text : `${text.slice(0, length - MARK.length)}${MARK}`;
  return kept.replace(/\p{Surrogate}/gu, '\u{FFFD}');
}
