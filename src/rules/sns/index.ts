import type { Rule } from '../define';

export const snsRules: Rule[] = [];
