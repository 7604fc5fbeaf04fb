/** Emoji of several people are joined by an invisible character; it is what they are made of. */
const JOINED_EMOJI =
  /(?<=\p{Extended_Pictographic}|\p{Emoji_Modifier}|\u{FE0F})\u{200D}(?=\p{Extended_Pictographic})/u;

/**
 * The text with what cannot be seen written out: `[U+202E]` in place of a character that turns round what stands beside
 * it, is not there to the eye, or stands for nothing. Line breaks and tabs stay.
 */
export function visibleText(text: string): string {
  return text
    .split(JOINED_EMOJI)
    .map((part) => part.replace(/[^\P{C}\n\t]|[\u{2028}\u{2029}]/gu, codePointOf))
    .join('\u{200D}');
}

function codePointOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`;
}
