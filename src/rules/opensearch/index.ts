import type { Rule } from '../define';

export const openSearchRules: Rule[] = [];
