import type { Rule } from '../define';
import securityHubEnabled from './securityhub-enabled';

export const securityHubRules: Rule[] = [securityHubEnabled];
