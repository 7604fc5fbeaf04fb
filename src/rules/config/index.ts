import type { Rule } from '../define';

export const configRules: Rule[] = [];
