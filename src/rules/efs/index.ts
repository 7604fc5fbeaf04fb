import type { Rule } from '../define';
import efsEncrypted from './efs-encrypted';
import efsPolicyPublic from './efs-policy-public';

export const efsRules: Rule[] = [efsPolicyPublic, efsEncrypted];
