import { SqlRefused } from './engine';
import { closingBracket, is, startsWith, type Token } from './tokens';

/** Functions that mean the same in both dialects once translateExpression has renamed them. */
const FUNCTIONS = new Set(
  `ABS AVG CAST CHAR_LENGTH CHARACTER_LENGTH COALESCE CONCAT COUNT CURRENT_TIMESTAMP DENSE_RANK EXISTS FIRST_VALUE GREATEST IF IFNULL
   INSTR LAG LAST_VALUE LCASE LEAD LEAST LEFT LENGTH LOWER LTRIM MAX MIN NOW NULLIF RANK REPLACE ROW_NUMBER RTRIM SUBSTR
   SUBSTRING SUM TRIM UCASE UNIX_TIMESTAMP UPPER`.split(/\s+/),
);

/** Keywords that a bracket may follow. */
const KEYWORDS = new Set(
  `ALL AND AS BETWEEN BY CASE DISTINCT ELSE EXCEPT FROM HAVING IN INTERSECT INTO IS JOIN LIKE LIMIT NOT OFFSET ON OR
   OVER RECURSIVE SELECT SET THEN UNION USING VALUES WHEN WHERE WITH`.split(/\s+/),
);

/** What one of the dialects has and the other has not, or reads otherwise. */
const REFUSED = [
  'DIV',
  'MOD',
  'XOR',
  'REGEXP',
  'RLIKE',
  'SOUNDS LIKE',
  'INTERVAL',
  'BINARY',
  'COLLATE',
  'STRAIGHT_JOIN',
  'NATURAL',
  'FULL OUTER',
  'FULL JOIN',
  'USE INDEX',
  'FORCE INDEX',
  'IGNORE INDEX',
  'FOR UPDATE',
  'FOR SHARE',
  'LOCK IN SHARE MODE',
  'PARTITION (',
  'OUTFILE',
  'WITH ROLLUP',
  'RETURNING',
  'CONFLICT',
  'GLOB',
  'INSERT OR',
  '^',
  '~',
  '&',
  '|',
  '<<',
  '>>',
  '->',
  '->>',
  '==',
  ':=',
  '@',
];

const FIRST_REFUSED = new Set(REFUSED.map((words) => words.split(' ')[0]));

/**
 * Refuses what the embedded engine does not know or would read otherwise than MySQL.
 * @throws SqlRefused naming it
 */
export function refuseUnknown(tokens: Token[]): void {
  for (const [at, token] of tokens.entries()) {
    const refused = FIRST_REFUSED.has(token.text.toUpperCase())
      ? REFUSED.find((words) => startsWith(tokens, at, words))
      : undefined;
    if (refused !== undefined) {
      throw new SqlRefused('INVALID_SQL_QUERY', `The sandbox's SQL engine plays no ${refused}.`);
    }
    if (is(token, '||')) {
      throw new SqlRefused('INVALID_SQL_QUERY', '“||” means OR in MySQL; write OR, or CONCAT for text.');
    }
    if (token.kind === 'word' && is(tokens[at + 1], '(')) refuseUnknownFunction(tokens, at, token.text);
  }
}

function refuseUnknownFunction(tokens: Token[], at: number, name: string): void {
  const upper = name.toUpperCase();
  if (FUNCTIONS.has(upper) || KEYWORDS.has(upper)) return;
  const namesTable = is(tokens[at - 1], 'INTO') || is(tokens[at - 1], 'IGNORE');
  const close = closingBracket(tokens, at + 1);
  const namesQuery = startsWith(tokens, close + 1, 'AS (');
  if (!namesTable && !namesQuery) {
    throw new SqlRefused('INVALID_SQL_QUERY', `The sandbox's SQL engine plays no function ${upper}.`);
  }
}
