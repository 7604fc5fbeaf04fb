import type { Rule } from '../define';
import iamAccessKeyRotation from './iam-access-key-rotation';
import iamAccessKeyUnused from './iam-access-key-unused';
import iamPasswordPolicyLength from './iam-password-policy-length';
import iamPolicyFullAdmin from './iam-policy-full-admin';
import iamRootAccessKey from './iam-root-access-key';
import iamRootMfa from './iam-root-mfa';
import iamUserConsoleMfa from './iam-user-console-mfa';

export const iamRules: Rule[] = [
  iamRootAccessKey,
  iamRootMfa,
  iamUserConsoleMfa,
  iamAccessKeyRotation,
  iamAccessKeyUnused,
  iamPasswordPolicyLength,
  iamPolicyFullAdmin,
];
