const words = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+(?:[._:/-][\p{L}\p{N}]+)*/gu) ?? [];

/** Every word of a text, and the parts of words such as "s3-bucket". */
function indexOf(text: string): string[] {
  return words(text).flatMap((word) => {
    const parts = word.split(/[._:/-]/);
    return parts.length > 1 ? [word, ...parts] : [word];
  });
}

/**
 * Jira's `~`: every word of the query is in the text; `word*` matches a beginning, and a phrase in quotes inside the
 * value has to be there as it is.
 */
export function textMatches(text: string, query: string): boolean {
  const phrase = /^"(.*)"$/s.exec(query.trim())?.[1];
  if (phrase !== undefined) return words(text).join(' ').includes(words(phrase).join(' '));
  const indexed = indexOf(text);
  const wanted = query.toLowerCase().split(/\s+/).filter(Boolean);
  return wanted.every((word) => {
    if (word.endsWith('*')) return indexed.some((one) => one.startsWith(word.slice(0, -1)));
    const parts = words(word);
    return parts.length > 0 && parts.every((part) => indexed.includes(part));
  });
}
