import type { Rule } from '../define';
import accountSecurityContact from './account-security-contact';

export const accountRules: Rule[] = [accountSecurityContact];
