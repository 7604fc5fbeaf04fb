import type { Rule } from '../define';
import iamAccessKeyRotation from './iam-access-key-rotation';
import iamAccessKeyUnused from './iam-access-key-unused';
import iamPasswordPolicyLength from './iam-password-policy-length';
import iamPasswordPolicyReuse from './iam-password-policy-reuse';
import iamPolicyFullAdmin from './iam-policy-full-admin';
import iamPolicyInlineAdmin from './iam-policy-inline-admin';
import iamPolicyPrivilegeEscalation from './iam-policy-privilege-escalation';
import iamRoleExternalId from './iam-role-external-id';
import iamRoleTrustPublic from './iam-role-trust-public';
import iamRoleUnused from './iam-role-unused';
import iamRootAccessKey from './iam-root-access-key';
import iamRootHardwareMfa from './iam-root-hardware-mfa';
import iamRootMfa from './iam-root-mfa';
import iamRootRecentUse from './iam-root-recent-use';
import iamServerCertificateExpired from './iam-server-certificate-expired';
import iamSupportRole from './iam-support-role';
import iamUserConsoleMfa from './iam-user-console-mfa';
import iamUserConsoleUnused from './iam-user-console-unused';
import iamUserDirectPolicies from './iam-user-direct-policies';
import iamUserSingleActiveKey from './iam-user-single-active-key';

export const iamRules: Rule[] = [
  iamRootAccessKey,
  iamRootMfa,
  iamUserConsoleMfa,
  iamAccessKeyRotation,
  iamAccessKeyUnused,
  iamPasswordPolicyLength,
  iamPolicyFullAdmin,
  iamRootHardwareMfa,
  iamRootRecentUse,
  iamPasswordPolicyReuse,
  iamUserConsoleUnused,
  iamUserSingleActiveKey,
  iamServerCertificateExpired,
  iamUserDirectPolicies,
  iamPolicyInlineAdmin,
  iamPolicyPrivilegeEscalation,
  iamSupportRole,
  iamRoleUnused,
  iamRoleTrustPublic,
  iamRoleExternalId,
];
