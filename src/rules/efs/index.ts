import type { Rule } from '../define';

export const efsRules: Rule[] = [];
