import type { Rule } from '../define';

export const elbv2Rules: Rule[] = [];
