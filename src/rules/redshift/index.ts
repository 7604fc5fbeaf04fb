import type { Rule } from '../define';

export const redshiftRules: Rule[] = [];
