import type { Rule } from '../define';

export const cloudFrontRules: Rule[] = [];
