/** A parameter of a rule, as forms and lists show it. */
export interface RuleParameter {
  name: string;
  description: string;
  kind: 'number' | 'string' | 'boolean' | 'strings';
  default: unknown;
}
