import { z } from 'zod';
import type { RuleParameter } from '../domain/rule-parameter';
import type { Rule } from './define';

const parameterSchema = z.looseObject({
  type: z.string().optional(),
  description: z.string().default(''),
  default: z.unknown(),
});
const parametersSchema = z.looseObject({ properties: z.record(z.string(), parameterSchema).default({}) });

const KINDS: Record<string, RuleParameter['kind']> = {
  integer: 'number',
  number: 'number',
  boolean: 'boolean',
  array: 'strings',
};

/** A rule's parameters, read from its own schema. */
export function parametersOf(rule: Pick<Rule, 'parameters'>): RuleParameter[] {
  const { properties } = parametersSchema.parse(z.toJSONSchema(rule.parameters, { io: 'input' }));
  return Object.entries(properties).map(([name, parameter]) => ({
    name,
    description: parameter.description,
    kind: KINDS[parameter.type ?? ''] ?? 'string',
    default: parameter.default,
  }));
}
