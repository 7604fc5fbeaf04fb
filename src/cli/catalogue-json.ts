import type { Rule } from '../rules/define';
import { ruleDocument } from './rule-document';

/** The catalogue as one JSON array, a rule an object; scripts rely on the shape. */
export function catalogueAsJson(rules: Rule[]): string {
  return `${JSON.stringify(rules.map(ruleDocument), null, 2)}\n`;
}
