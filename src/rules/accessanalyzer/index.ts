import type { Rule } from '../define';

export const accessAnalyzerRules: Rule[] = [];
