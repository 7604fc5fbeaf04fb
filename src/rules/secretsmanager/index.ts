import type { Rule } from '../define';

export const secretsManagerRules: Rule[] = [];
