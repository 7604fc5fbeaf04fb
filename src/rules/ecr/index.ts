import type { Rule } from '../define';

export const ecrRules: Rule[] = [];
