import type { JqlClause, JqlFieldName, JqlOperand, JqlOperator, JqlQuery } from './ast';
import { JqlError } from './error';
import { type Token, tokenize } from './tokenizer';

const VALID_OPERATORS =
  "The valid operators are '=', '!=', '<', '>', '<=', '>=', '~', '!~', 'IN', 'NOT IN', 'IS' and 'IS NOT'.";
const SIGNS: ReadonlySet<string> = new Set(['=', '!=', '<', '>', '<=', '>=', '~', '!~']);
const isSign = (text: string): text is JqlOperator => SIGNS.has(text);

const EMPTY_WORDS = new Set(['empty', 'null']);
const RESERVED = new Set([
  'and',
  'or',
  'not',
  'in',
  'is',
  'order',
  'by',
  'asc',
  'desc',
  'was',
  'changed',
  'empty',
  'null',
]);

/**
 * Parses a query.
 * @throws JqlError in Jira's words, with line and character
 */
export function parseJql(query: string): JqlQuery {
  return new Parser(tokenize(query)).query();
}

class Parser {
  #at = 0;

  constructor(private readonly tokens: Token[]) {}

  query(): JqlQuery {
    const where = this.#isWord('order') || this.#peek().kind === 'end' ? null : this.#or();
    const orderBy = this.#isWord('order') ? this.#orderBy() : [];
    const rest = this.#peek();
    if (rest.kind !== 'end') {
      throw this.#error(`Expecting either 'OR' or 'AND' but got '${rest.text}'.`, rest);
    }
    return { where, orderBy };
  }

  #or(): JqlClause {
    const clauses = [this.#and()];
    while (this.#takeWord('or') || this.#takeSign('||') || this.#takeSign('|')) clauses.push(this.#and());
    const [only] = clauses;
    return clauses.length === 1 && only ? only : { kind: 'or', clauses };
  }

  #and(): JqlClause {
    const clauses = [this.#not()];
    while (this.#takeWord('and') || this.#takeSign('&&') || this.#takeSign('&')) clauses.push(this.#not());
    const [only] = clauses;
    return clauses.length === 1 && only ? only : { kind: 'and', clauses };
  }

  #not(): JqlClause {
    if (this.#takeWord('not') || this.#takeSign('!')) return { kind: 'not', clause: this.#not() };
    if (this.#takePunctuation('(')) {
      const inner = this.#or();
      this.#expectPunctuation(')');
      return inner;
    }
    return this.#term();
  }

  #term(): JqlClause {
    const field = this.#field();
    const operator = this.#operator();
    const operand = this.#operand();
    const isList = operand.kind === 'list' || operand.kind === 'function';
    if ((operator === 'in' || operator === 'not in') && !isList) {
      throw new JqlError([
        `Operator '${operator}' does not support the non-list value '${show(operand)}' for field '${field.name}'.`,
      ]);
    }
    if (operator !== 'in' && operator !== 'not in' && operand.kind === 'list') {
      throw new JqlError([
        `Operator '${operator}' does not support the list value '${show(operand)}' for field '${field.name}'.`,
      ]);
    }
    return { kind: 'term', field, operator, operand };
  }

  #field(): JqlFieldName {
    const token = this.#next();
    if (token.kind !== 'quoted' && (token.kind !== 'word' || RESERVED.has(token.text.toLowerCase()))) {
      throw this.#error(
        token.kind === 'end'
          ? 'Expecting a field name at the end of the query.'
          : `Expecting a field name but got '${token.text}'. You must surround '${token.text}' in quotation marks to use it as a field name.`,
        token,
      );
    }
    if (token.kind === 'quoted' || !this.#takePunctuation('[')) return { name: token.text };
    const inner = this.#next().text;
    this.#expectPunctuation(']');
    const name = token.text.toLowerCase();
    if (name === 'cf') return { name: `cf[${inner}]` };
    const path = this.#peek();
    if (name === 'issue.property' && path.kind === 'word' && path.text.startsWith('.')) {
      this.#next();
      return {
        name: `issue.property[${inner}]${path.text}`,
        property: { key: inner, path: path.text.slice(1) },
      };
    }
    return { name: `${token.text}[${inner}]` };
  }

  #operator(): JqlOperator {
    const token = this.#next();
    if (token.kind === 'operator' && isSign(token.text)) return token.text;
    const word = token.kind === 'word' ? token.text.toLowerCase() : '';
    if (word === 'in') return 'in';
    if (word === 'not' && this.#takeWord('in')) return 'not in';
    if (word === 'is') return this.#takeWord('not') ? 'is not' : 'is';
    if (word === 'was' || word === 'changed') {
      throw new JqlError([`The sandbox's Jira does not search the history of fields ('${token.text}').`]);
    }
    const got = token.kind === 'end' ? 'the end of the query' : `'${token.text}'`;
    throw this.#error(`Expecting operator but got ${got}. ${VALID_OPERATORS}`, token);
  }

  #operand(): JqlOperand {
    if (this.#takePunctuation('(')) {
      const values = [this.#operand()];
      while (this.#takePunctuation(',')) values.push(this.#operand());
      this.#expectPunctuation(')');
      return { kind: 'list', values };
    }
    const token = this.#next();
    if (token.kind === 'quoted') return { kind: 'value', value: token.text };
    const reserved = RESERVED.has(token.text.toLowerCase()) && !EMPTY_WORDS.has(token.text.toLowerCase());
    if (token.kind !== 'word' || reserved) {
      const got = token.kind === 'end' ? 'the end of the query' : `'${token.text}'`;
      throw this.#error(
        `Expecting either a value, list or function but got ${got}. You must surround it in quotation marks to use it as a value.`,
        token,
      );
    }
    if (this.#takePunctuation('('))
      return { kind: 'function', name: token.text, arguments: this.#arguments() };
    if (EMPTY_WORDS.has(token.text.toLowerCase())) return { kind: 'empty' };
    return { kind: 'value', value: token.text };
  }

  #arguments(): string[] {
    const values: string[] = [];
    if (this.#takePunctuation(')')) return values;
    do values.push(this.#next().text);
    while (this.#takePunctuation(','));
    this.#expectPunctuation(')');
    return values;
  }

  #orderBy(): JqlQuery['orderBy'] {
    this.#next();
    if (!this.#takeWord('by'))
      throw this.#error(`Expecting 'by' but got '${this.#peek().text}'.`, this.#peek());
    const order: JqlQuery['orderBy'] = [];
    do {
      const field = this.#field();
      const direction = this.#takeWord('asc') ? 'asc' : this.#takeWord('desc') ? 'desc' : null;
      order.push({ field, direction });
    } while (this.#takePunctuation(','));
    return order;
  }

  #peek(): Token {
    const token = this.tokens[Math.min(this.#at, this.tokens.length - 1)];
    if (!token) throw new Error('The tokenizer ends every query with a token');
    return token;
  }

  #next(): Token {
    const token = this.#peek();
    this.#at += 1;
    return token;
  }

  #isWord(word: string): boolean {
    const token = this.#peek();
    return token.kind === 'word' && token.text.toLowerCase() === word;
  }

  #takeWord(word: string): boolean {
    const found = this.#isWord(word);
    if (found) this.#at += 1;
    return found;
  }

  #takeSign(sign: string): boolean {
    const token = this.#peek();
    const found = token.kind === 'operator' && token.text === sign;
    if (found) this.#at += 1;
    return found;
  }

  #takePunctuation(sign: string): boolean {
    const token = this.#peek();
    const found = token.kind === 'punctuation' && token.text === sign;
    if (found) this.#at += 1;
    return found;
  }

  #expectPunctuation(sign: string): void {
    if (this.#takePunctuation(sign)) return;
    const token = this.#peek();
    const got = token.kind === 'end' ? 'the end of the query' : `'${token.text}'`;
    throw this.#error(`Expecting '${sign}' but got ${got}.`, token);
  }

  #error(text: string, token: Token): JqlError {
    return new JqlError([
      `Error in the JQL Query: ${text} (line ${token.line}, character ${token.character})`,
    ]);
  }
}

/** An operand as Jira repeats it in a message. */
export function show(operand: JqlOperand): string {
  switch (operand.kind) {
    case 'empty':
      return 'EMPTY';
    case 'value':
      return `"${operand.value}"`;
    case 'function':
      return `${operand.name}(${operand.arguments.join(', ')})`;
    case 'list':
      return `(${operand.values.map(show).join(', ')})`;
  }
}
