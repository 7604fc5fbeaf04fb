import type { Rule } from '../define';
import accessAnalyzerEnabled from './accessanalyzer-enabled';

export const accessAnalyzerRules: Rule[] = [accessAnalyzerEnabled];
