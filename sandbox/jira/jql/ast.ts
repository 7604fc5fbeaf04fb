export type JqlOperator =
  | '='
  | '!='
  | '~'
  | '!~'
  | '<'
  | '<='
  | '>'
  | '>='
  | 'in'
  | 'not in'
  | 'is'
  | 'is not';

/** The name of a field; with `property` it is a path into an entity property. */
export interface JqlFieldName {
  name: string;
  property?: { key: string; path: string };
}

export type JqlOperand =
  | { kind: 'value'; value: string }
  | { kind: 'empty' }
  | { kind: 'function'; name: string; arguments: string[] }
  | { kind: 'list'; values: JqlOperand[] };

export interface JqlTerm {
  kind: 'term';
  field: JqlFieldName;
  operator: JqlOperator;
  operand: JqlOperand;
}

export type JqlClause =
  | JqlTerm
  | { kind: 'and' | 'or'; clauses: JqlClause[] }
  | { kind: 'not'; clause: JqlClause };

export interface JqlQuery {
  where: JqlClause | null;
  orderBy: { field: JqlFieldName; direction: 'asc' | 'desc' | null }[];
}

/** A field name as a person would write it. */
export const fieldText = (field: JqlFieldName) =>
  field.property ? `issue.property[${field.property.key}].${field.property.path}` : field.name;
