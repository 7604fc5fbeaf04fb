import type { Caller, Site } from '../context';
import type { Issue } from '../store/model';
import type { JqlClause, JqlOperand, JqlOperator, JqlQuery, JqlTerm } from './ast';
import { JqlError } from './error';
import { type JqlField, jqlField, type Predicate } from './fields';
import { parseJql, show } from './parser';

interface Search {
  site: Site;
  caller: Caller;
}

/** A query made ready to run for one caller. */
export interface CompiledQuery {
  where: Predicate | null;
  compare: (a: Issue, b: Issue) => number;
}

const MAX_ORDER_FIELDS = 7;

/**
 * Parses a query and checks its fields, operators and values for the caller.
 * @throws JqlError with every complaint, in Jira's words
 */
export function compileJql(search: Search, text: string): CompiledQuery {
  const query = parseJql(text);
  const errors: string[] = [];
  const where = query.where && compile(search, query.where, false, errors);
  const compare = compileOrder(search, query, errors);
  if (errors.length > 0) throw new JqlError(errors);
  return { where, compare };
}

/**
 * Runs a query over the issues that the caller may see.
 * @param documents the issues as the search index has them
 */
export function runQuery({ site, caller }: Search, query: CompiledQuery, documents: Issue[]): Issue[] {
  const visible = new Set(site.permissions.visibleProjects(caller.accountId).map((project) => project.id));
  return documents
    .filter((issue) => visible.has(issue.projectId) && (query.where?.(issue) ?? true))
    .sort(query.compare);
}

function compile(search: Search, clause: JqlClause, negated: boolean, errors: string[]): Predicate {
  switch (clause.kind) {
    case 'not':
      return compile(search, clause.clause, !negated, errors);
    case 'and':
    case 'or': {
      const parts = clause.clauses.map((one) => compile(search, one, negated, errors));
      // Jira turns NOT round inside the parentheses, so that an empty field never matches a negated term.
      return (clause.kind === 'and') !== negated
        ? (issue) => parts.every((part) => part(issue))
        : (issue) => parts.some((part) => part(issue));
    }
    case 'term':
      try {
        return compileTerm(jqlField(search, clause.field), clause, negated);
      } catch (error) {
        if (!(error instanceof JqlError)) throw error;
        errors.push(...error.messages);
        return () => false;
      }
  }
}

const POSITIVE: Partial<Record<JqlOperator, JqlOperator>> = { '!=': '=', '!~': '~', 'not in': '=', in: '=' };
const NEGATIVE: ReadonlySet<JqlOperator> = new Set(['!=', '!~', 'not in']);

function compileTerm(field: JqlField, term: JqlTerm, negated: boolean): Predicate {
  const { operator, operand } = term;
  if (!field.operators.includes(operator)) {
    throw new JqlError([`The operator '${operator}' is not supported by the '${field.name}' field.`]);
  }
  if (operator === 'is' || operator === 'is not') {
    if (operand.kind !== 'empty') {
      throw new JqlError([
        `The operator '${operator}' only supports 'empty' or 'null', not '${show(operand)}', for field '${field.name}'.`,
      ]);
    }
    return emptiness(field, (operator === 'is') !== negated);
  }
  const positive = POSITIVE[operator] ?? operator;
  const turned = NEGATIVE.has(operator) !== negated;
  const operands = operand.kind === 'list' ? operand.values : [operand];
  const texts = operands.flatMap((one) => (one.kind === 'value' ? [one.value] : []));
  const parts =
    positive === '=' && field.matchAny && texts.length === operands.length
      ? [field.matchAny(texts)]
      : operands.map((one) => matchOne(field, positive, one));
  return anyOf(field, parts, turned, operands);
}

function matchOne(field: JqlField, operator: JqlTerm['operator'], operand: JqlOperand): Predicate {
  return operand.kind === 'empty' ? field.isEmpty : field.match(operator, operand);
}

function anyOf(field: JqlField, parts: Predicate[], turned: boolean, operands: JqlOperand[]): Predicate {
  if (!turned) return (issue) => parts.some((part) => part(issue));
  const namesEmpty = operands.some((operand) => operand.kind === 'empty');
  return (issue) => (namesEmpty || !field.isEmpty(issue)) && !parts.some((part) => part(issue));
}

const emptiness =
  (field: JqlField, wanted: boolean): Predicate =>
  (issue) =>
    field.isEmpty(issue) === wanted;

function compileOrder(search: Search, query: JqlQuery, errors: string[]) {
  if (query.orderBy.length > MAX_ORDER_FIELDS) {
    errors.push(`The order by clause can contain a maximum of ${MAX_ORDER_FIELDS} fields.`);
  }
  const keys = query.orderBy.flatMap(({ field, direction }) => {
    try {
      const { order, name } = jqlField(search, field);
      if (!order) throw new JqlError([`Field '${name}' does not support sorting.`]);
      return [{ order, sign: direction === 'desc' ? -1 : 1 }];
    } catch (error) {
      if (!(error instanceof JqlError)) throw error;
      errors.push(...error.messages);
      return [];
    }
  });
  return (a: Issue, b: Issue) => {
    for (const { order, sign } of keys) {
      const difference = compareKeys(order(a), order(b), sign);
      if (difference !== 0) return difference;
    }
    return Number(b.id) - Number(a.id);
  };
}

function compareKeys(a: string | number | null, b: string | number | null, sign: number): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  if (a === b) return 0;
  return (a < b ? -1 : 1) * sign;
}
