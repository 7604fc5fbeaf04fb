import type { Rule } from '../define';

export const accountRules: Rule[] = [];
