import { SqlRefused } from './engine';
import { closingBracket, is, splitAtCommas, type Token } from './tokens';

export interface Assignment {
  column: Token;
  value: Token[];
}

/** The `column = value` pairs of a SET list. */
export function assignmentsOf(tokens: Token[]): Assignment[] {
  return splitAtCommas(tokens).map((part) => {
    const equals = part.findIndex((token) => is(token, '='));
    const column = part[equals - 1];
    if (equals < 1 || column === undefined) {
      throw new SqlRefused('INVALID_SQL_QUERY', 'SET takes a list of column = value.');
    }
    return { column, value: part.slice(equals + 1) };
  });
}

/** The columns that a value reads as they are stored; what is in VALUES(...) or in a subquery is another row's. */
function columnsRead(value: Token[]): Set<string> {
  const read = new Set<string>();
  for (let at = 0; at < value.length; at += 1) {
    const token = value[at];
    if (token === undefined) break;
    const opens = is(value[at + 1], '(');
    if (is(token, 'VALUES') && opens) at = closingBracket(value, at + 1);
    else if (is(token, '(') && is(value[at + 1], 'SELECT')) at = closingBracket(value, at);
    else if (token.kind === 'name' || (token.kind === 'word' && !opens)) read.add(token.text.toLowerCase());
  }
  return read;
}

/**
 * MySQL assigns from left to right, so that a value sees the columns to its left as they have just become; SQLite's
 * values see the row as it was.
 * @throws SqlRefused for a value that reads a column assigned before it
 */
export function refuseReadsOfAssigned(assignments: Assignment[]): void {
  const assigned = new Set<string>();
  for (const { column, value } of assignments) {
    const read = columnsRead(value);
    const known = [...assigned].find((name) => read.has(name));
    if (known !== undefined) {
      throw new SqlRefused(
        'INVALID_SQL_QUERY',
        `“${column.text} = ...” reads ${known}, which was assigned before it: MySQL would take its new value. Assign ${known} last.`,
      );
    }
    assigned.add(column.text.toLowerCase());
  }
}
