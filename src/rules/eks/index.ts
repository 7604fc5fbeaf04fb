import type { Rule } from '../define';

export const eksRules: Rule[] = [];
