import type { Rule } from '../define';

export const lambdaRules: Rule[] = [];
