/** Rows as RFC 4180 CSV. */
export function toCsv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(toCell).join(',')}\r\n`).join('');
}

/**
 * A spreadsheet takes a cell that starts like a formula for one, in Japan one of full width too, and names and tags are
 * other people's text.
 * Source: https://owasp.org/www-community/attacks/CSV_Injection
 */
const FORMULA = /^(?=[=+\-@\t\r\n\u{FF1D}\u{FF0B}\u{FF0D}\u{FF20}])/u;

/**
 * With `;` as its list separator, as in much of Europe, Excel takes the quotes of `1,"a;b"` for part of a cell that ends at the
 * `;` or the line. No comma is among them: where it ends a cell, the quotes around ours hold.
 */
const FORMULA_OF_A_PART = /([;|\t\r\n][ "']*)(?=[=+\-@\u{FF1D}\u{FF0B}\u{FF0D}\u{FF20}])/gu;

function toCell(text: string): string {
  const safe = text.replace(FORMULA, "'").replace(FORMULA_OF_A_PART, "$1'");
  return /[",;\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
