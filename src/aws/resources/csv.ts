/**
 * The cells of a CSV text, line by line; cells may be quoted as RFC 4180 says. Empty lines are left out. Null where a quote
 * stands elsewhere, so that nobody knows what the cells are: never the lines before it as if they were all.
 */
export function parseCsv(text: string): string[][] | null {
  const lines: string[][] = [];
  let line: string[] = [];
  const cells = /(?:"([^"]*(?:""[^"]*)*)"|([^",\r\n]*))(,|\r?\n|$)/gy;
  for (let match = cells.exec(text); match !== null; match = cells.exec(text)) {
    const [, quoted, plain = '', end] = match;
    line.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    if (line.length > 1 || line[0] !== '') lines.push(line);
    line = [];
    if (end === '') return lines;
  }
  return null;
}
