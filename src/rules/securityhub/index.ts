import type { Rule } from '../define';

export const securityHubRules: Rule[] = [];
