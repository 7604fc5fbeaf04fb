/** Cuts a list into lists of at most `most`, in the order given: what one statement, call or event takes at once. */
export function* chunksOf<Item>(items: readonly Item[], most: number): Generator<Item[]> {
  for (let at = 0; at < items.length; at += most) yield items.slice(at, at + most);
}
