import type { Rule } from '../define';

export const ssmRules: Rule[] = [];
