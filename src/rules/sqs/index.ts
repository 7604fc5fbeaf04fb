import type { Rule } from '../define';

export const sqsRules: Rule[] = [];
