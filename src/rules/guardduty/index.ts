import type { Rule } from '../define';

export const guardDutyRules: Rule[] = [];
