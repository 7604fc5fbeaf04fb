/** What is known at once; statements with many values differ by their number, so there is an end to it. */
const MOST_KEPT = 2_000;

/** The same function of a text, which works each text out once; what it throws is not kept. */
export function remember<Result>(workOut: (text: string) => Result): (text: string) => Result {
  const known = new Map<string, Result>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const result = workOut(text);
    if (known.size >= MOST_KEPT) known.clear();
    known.set(text, result);
    return result;
  };
}
