import type { Rule } from '../define';

export const elbRules: Rule[] = [];
