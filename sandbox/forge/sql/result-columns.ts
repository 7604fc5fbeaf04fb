import { closingBracket, findOutside, is, splitAtCommas, type Token } from './tokens';

/** What MySQL's protocol says of a SELECT's columns that SQLite's does not. */
export interface ResultColumns {
  /** The statement with a name for each expression that has none: MySQL names it by its text. */
  tokens: Token[];
  /** Digits after the point of the columns that MySQL computes as DECIMAL, which its drivers return as text. */
  decimals: Map<string, number>;
}

const CLAUSES = ['FROM', 'WHERE', 'GROUP', 'HAVING', 'ORDER', 'LIMIT', 'UNION', 'EXCEPT', 'INTERSECT'];
const NO_ALIAS = ['END', 'NULL', 'TRUE', 'FALSE', 'CURRENT_TIMESTAMP'];
/** Words after which no alias can stand, because an operand has to. */
const BEFORE_OPERAND = ['AND', 'OR', 'NOT', 'LIKE', 'IN', 'IS', 'THEN', 'ELSE', 'WHEN', 'CASE', 'BETWEEN'];
const COMPARISONS = ['=', '<', '>', '<=', '>=', '<>', '!=', '<=>', 'AND', 'OR', 'NOT', 'LIKE', 'IN', 'IS'];
/** Digits that MySQL adds to a quotient and to an average (div_precision_increment). */
const DIVISION_DIGITS = 4;

const isAny = (token: Token | undefined, texts: string[]): boolean => texts.some((text) => is(token, text));

/** Reads the outermost SELECT's list. */
export function resultColumns(tokens: Token[], sql: string): ResultColumns {
  const select = findOutside(tokens, 0, (token) => is(token, 'SELECT'));
  const from = isAny(tokens[select + 1], ['DISTINCT', 'ALL']) ? select + 2 : select + 1;
  const to = findOutside(tokens, from, (token) => isAny(token, CLAUSES));
  const decimals = new Map<string, number>();
  const list: Token[] = [];
  for (const [index, item] of splitAtCommas(tokens.slice(from, to)).entries()) {
    const { expression, name, named } = readItem(item, sql);
    const digits = decimalDigits(expression);
    if (digits !== null) decimals.set(name, digits);
    if (index > 0) list.push({ kind: 'sign', text: ',' });
    list.push(...item);
    if (!named) list.push({ kind: 'word', text: 'AS' }, { kind: 'name', text: name });
  }
  return { tokens: [...tokens.slice(0, from), ...list, ...tokens.slice(to)], decimals };
}

function readItem(item: Token[], sql: string): { expression: Token[]; name: string; named: boolean } {
  const last = item.at(-1);
  const before = item.at(-2);
  if (last === undefined) return { expression: item, name: '', named: true };
  const couldName = (last.kind === 'word' && !isAny(last, NO_ALIAS)) || last.kind === 'name';
  if (couldName && is(before, 'AS')) return { expression: item.slice(0, -2), name: last.text, named: true };
  if (item.length === 1 || is(before, '.')) {
    return { expression: item, name: last.text, named: couldName || is(last, '*') };
  }
  const operandEnds = is(before, ')') || (before?.kind !== 'sign' && !isAny(before, BEFORE_OPERAND));
  if (couldName && operandEnds) return { expression: item.slice(0, -1), name: last.text, named: true };
  return { expression: item, name: sql.slice(item[0]?.source?.from ?? 0, last.source?.to), named: false };
}

function largest(parts: Token[][]): number | null {
  const digits = parts.map(decimalDigits).filter((found) => found !== null);
  return digits.length === 0 ? null : Math.max(...digits);
}

/** Digits after the point of a DECIMAL expression over whole numbers; null for any other type. */
function decimalDigits(expression: Token[]): number | null {
  const [first] = expression;
  if (first === undefined) return null;
  if (expression.length === 1) {
    const point = first.kind === 'number' && !/e/i.test(first.text) ? first.text.indexOf('.') : -1;
    return point < 0 ? null : first.text.length - point - 1;
  }
  if (is(first, '(') && closingBracket(expression, 0) === expression.length - 1) {
    return decimalDigits(expression.slice(1, -1));
  }
  if (is(first, 'CASE') && is(expression.at(-1), 'END')) return largest(branches(expression));
  if (findOutside(expression, 0, (token) => isAny(token, COMPARISONS)) < expression.length) return null;
  return ofArithmetic(expression) ?? ofCall(expression);
}

/** What the THENs and the ELSE of a CASE yield. */
function branches(expression: Token[]): Token[][] {
  const found: Token[][] = [];
  for (let at = 0; at < expression.length; at += 1) {
    if (!isAny(expression[at], ['THEN', 'ELSE'])) continue;
    const end = findOutside(expression, at + 1, (token) => isAny(token, ['WHEN', 'ELSE', 'END']));
    found.push(expression.slice(at + 1, end));
  }
  return found;
}

/** Where the last of these operators stands between two operands, outside of every bracket; -1 when nowhere. */
function lastOperator(expression: Token[], operators: string[]): number {
  let last = -1;
  let depth = 0;
  for (const [at, token] of expression.entries()) {
    if (is(token, '(')) depth += 1;
    if (is(token, ')')) depth -= 1;
    if (depth === 0 && at > 0 && isAny(token, operators)) last = at;
  }
  return last;
}

function ofArithmetic(expression: Token[]): number | null {
  for (const [operators, combine] of OPERATORS) {
    const at = lastOperator(expression, operators);
    if (at < 0) continue;
    const left = decimalDigits(expression.slice(0, at));
    const right = decimalDigits(expression.slice(at + 1));
    return combine(expression[at]?.text ?? '', left, right);
  }
  return null;
}

const OPERATORS: [
  string[],
  (operator: string, left: number | null, right: number | null) => number | null,
][] = [
  [
    ['+', '-'],
    (_, left, right) => (left === null && right === null ? null : Math.max(left ?? 0, right ?? 0)),
  ],
  [
    ['*', '/', '%'],
    (operator, left, right) => {
      if (operator === '/') return (left ?? 0) + DIVISION_DIGITS;
      if (left === null && right === null) return null;
      return operator === '*' ? (left ?? 0) + (right ?? 0) : Math.max(left ?? 0, right ?? 0);
    },
  ],
];

function ofCall(expression: Token[]): number | null {
  if (!is(expression[1], '(')) return null;
  const close = closingBracket(expression, 1);
  const args = splitAtCommas(expression.slice(2, close));
  switch (expression[0]?.text.toUpperCase()) {
    case 'SUM':
      return largest(args) ?? 0;
    case 'AVG':
      return (largest(args) ?? 0) + DIVISION_DIGITS;
    case 'IF':
      return largest(args.slice(1));
    case 'ABS':
    case 'MAX':
    case 'MIN':
    case 'COALESCE':
    case 'IFNULL':
    case 'NULLIF':
    case 'GREATEST':
    case 'LEAST':
      return largest(args);
    default:
      return null;
  }
}
