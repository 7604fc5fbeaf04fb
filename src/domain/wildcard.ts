/**
 * Whether the whole text matches the pattern, in which `*` stands for any text and `?` for one character. Takes time in
 * proportion to both lengths at the worst: patterns come from people, and text from whoever names resources.
 * @param isOne which characters `?` stands for; any when left out
 */
export function matchesWildcard(
  pattern: string,
  text: string,
  isOne: (character: string | undefined) => boolean = () => true,
): boolean {
  let at = 0;
  let position = 0;
  let star = -1;
  let resumeAt = 0;
  while (at < text.length) {
    if (pattern[position] === '*') {
      star = position;
      resumeAt = at;
      position += 1;
    } else if (
      position < pattern.length &&
      (pattern[position] === '?' ? isOne(text[at]) : pattern[position] === text[at])
    ) {
      position += 1;
      at += 1;
    } else if (star >= 0) {
      // The last star takes one character more.
      position = star + 1;
      resumeAt += 1;
      at = resumeAt;
    } else {
      return false;
    }
  }
  while (pattern[position] === '*') position += 1;
  return position === pattern.length;
}
