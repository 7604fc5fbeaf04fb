import type { FeatureType, PasswordPolicy } from '@aws-sdk/client-iam';
import { type Resource, resourceType } from '../define';
import type { PolicyDocument } from '../policy/document';

/** The root user. Id: `<root_account>`, as in the credential report; arn: `arn:aws:iam::<account>:root`. */
export interface IamRootUser extends Resource {
  /** iam:GetAccountSummary's SummaryMap: AccountAccessKeysPresent, AccountMFAEnabled, AccountPasswordPresent, ... */
  accountSummary(): Promise<Record<string, number>>;
  /**
   * iam:ListOrganizationsFeatures' EnabledFeatures; `no-organization` when AWS answers OrganizationNotFoundException or
   * OrganizationNotInAllFeaturesModeException; `may-not-ask` when it answers
   * AccountNotManagementOrDelegatedAdministratorException or ServiceAccessNotEnabledException, as it does in every
   * member account. Other errors, AccessDenied included, throw.
   */
  organizationsFeatures(): Promise<FeatureType[] | 'no-organization' | 'may-not-ask'>;
  /** The serial number of the virtual MFA device that is assigned to root; null when none is. */
  virtualMfaDevice(): Promise<string | null>;
  /** The row of `<root_account>` in the credential report. */
  report(): Promise<CredentialReportRow>;
}

/** The password policy. Id: the account id; arn: `arn:aws:iam::<account>:root`; region `global`. */
export interface IamPasswordPolicy extends Resource {
  /** Null when the account has none (NoSuchEntity). */
  passwordPolicy(): Promise<PasswordPolicy | null>;
}

/**
 * The columns of the credential report that rules read, as the report writes them: `true`, `false`, `N/A`,
 * `no_information`, `not_supported` or a time in ISO 8601.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
 */
export interface CredentialReportRow {
  user: string;
  arn: string;
  user_creation_time: string;
  password_enabled: string;
  password_last_used: string;
  password_last_changed: string;
  mfa_active: string;
  access_key_1_active: string;
  access_key_1_last_rotated: string;
  access_key_1_last_used_date: string;
  access_key_2_active: string;
  access_key_2_last_rotated: string;
  access_key_2_last_used_date: string;
}

/** A row of the credential report that is an IAM user's; `<root_account>` is not listed. Id: the user name. */
export interface IamUser extends Resource {
  report: CredentialReportRow;
}

/**
 * An access key of an IAM user, as the credential report knows it: without its key id. Listed when the slot is active
 * or has ever been rotated (last_rotated is not N/A); not for `<root_account>`, whose keys iam-root-access-key judges.
 * Id: `alice/access_key_1`; arn: the user's arn, then `/access_key_1`.
 */
export interface IamAccessKey extends Resource {
  userName: string;
  slot: 1 | 2;
  /** As the report writes it; see CredentialReportRow. */
  active: string;
  lastRotated: string;
  lastUsed: string;
}

/** An IAM user with the policies of their own, groups aside. Id: the user name. */
export interface IamUserPermissions extends Resource {
  /** Names of attached managed policies. */
  attached: string[];
  /** Names of inline policies. */
  inline: string[];
}

/** A role of GetAccountAuthorizationDetails. Id: its name. Times in milliseconds since 1970. */
export interface IamRole extends Resource {
  /** `/`, `/service-role/`, `/aws-service-role/...`, `/aws-reserved/...` */
  path: string;
  createdAt: number;
  /** Null when it was not used within the 400 days that IAM looks back. */
  lastUsedAt: number | null;
  /** Throws when it is not a policy document. */
  trustPolicy(): Promise<PolicyDocument>;
}

/** Whether anybody in the account may open cases with AWS Support. Id: the account id; arn: `arn:aws:iam::<account>:root`. */
export interface IamSupportAccess extends Resource {
  /** Who AWS's policy AWSSupportAccess is attached to. Throws unless all of the account's principals could be read. */
  holders(): Promise<Attached[]>;
}

/** A server certificate that is stored in IAM. Id: its name. */
export interface IamServerCertificate extends Resource {
  /** Milliseconds since 1970. */
  expiresAt: number;
}

/** Who a policy is attached to. */
export interface Attached {
  name: string;
  arn: string;
}

/**
 * A managed policy of GetAccountAuthorizationDetails, customer managed or AWS managed. Id: the policy name.
 * Permissions boundaries are not attachments.
 */
export interface IamManagedPolicy extends Resource {
  awsManaged: boolean;
  attachments: { users: Attached[]; groups: Attached[]; roles: Attached[] };
  /** The default version. Throws when it is not a policy document. */
  document(): Promise<PolicyDocument>;
}

/** A policy that is part of a user, group or role. Id: `role/deploy/policy-name`; arn: the principal's, then `/inline/policy-name`. */
export interface IamInlinePolicy extends Resource {
  name: string;
  holder: Attached;
  /** Throws when it is not a policy document. */
  document(): Promise<PolicyDocument>;
}

/** A policy that the account wrote itself: customer managed (id: its name) or inline (as IamInlinePolicy). */
export interface IamCustomerPolicy extends Resource {
  isInline: boolean;
  /** Who has it: for an inline policy the one principal that it is part of. */
  holders: Attached[];
  document(): Promise<PolicyDocument>;
}

export const iamRootUser = resourceType<IamRootUser>({
  key: 'iam-root-user',
  type: 'AWS::IAM::User',
  label: 'Root user',
  scope: 'global',
  consolePage: ({ region }) => `/iam/home?region=${region}#/security_credentials`,
});

export const iamPasswordPolicy = resourceType<IamPasswordPolicy>({
  key: 'iam-password-policy',
  type: 'AWS::::Account',
  label: 'Password policy of the account',
  scope: 'global',
  consolePage: ({ region }) => `/iam/home?region=${region}#/account_settings`,
});

export const iamUser = resourceType<IamUser>({
  key: 'iam-user',
  type: 'AWS::IAM::User',
  label: 'IAM user',
  scope: 'global',
  consolePage: ({ id, region }) =>
    `/iam/home?region=${region}#/users/details/${id}?section=security_credentials`,
});

export const iamAccessKey = resourceType<IamAccessKey>({
  key: 'iam-access-key',
  type: 'AWS::IAM::AccessKey',
  label: 'IAM access key',
  scope: 'global',
  consolePage: ({ id, region }) =>
    `/iam/home?region=${region}#/users/details/${id.replace(/%2Faccess_key_[12]$/, '')}?section=security_credentials`,
});

export const iamManagedPolicy = resourceType<IamManagedPolicy>({
  key: 'iam-managed-policy',
  type: 'AWS::IAM::ManagedPolicy',
  label: 'IAM managed policy',
  scope: 'global',
  consolePage: ({ arn, region }) => `/iam/home?region=${region}#/policies/details/${arn}?section=permissions`,
});

export const iamUserPermissions = resourceType<IamUserPermissions>({
  key: 'iam-user-permissions',
  type: 'AWS::IAM::User',
  label: 'IAM user',
  scope: 'global',
  consolePage: ({ id, region }) => `/iam/home?region=${region}#/users/details/${id}?section=permissions`,
});

export const iamRole = resourceType<IamRole>({
  key: 'iam-role',
  type: 'AWS::IAM::Role',
  label: 'IAM role',
  scope: 'global',
  consolePage: ({ id, region }) =>
    `/iam/home?region=${region}#/roles/details/${id}?section=trust_relationships`,
});

export const iamSupportAccess = resourceType<IamSupportAccess>({
  key: 'iam-support-access',
  type: 'AWS::::Account',
  label: 'Access to AWS Support',
  scope: 'global',
  consolePage: ({ region }) => `/iam/home?region=${region}#/roles`,
});

export const iamServerCertificate = resourceType<IamServerCertificate>({
  key: 'iam-server-certificate',
  type: 'AWS::IAM::ServerCertificate',
  label: 'Server certificate in IAM',
  scope: 'global',
  // IAM's console shows no server certificates; they are seen where they are used.
  consolePage: ({ region }) => `/ec2/home?region=${region}#LoadBalancers:`,
});

export const iamInlinePolicy = resourceType<IamInlinePolicy>({
  key: 'iam-inline-policy',
  type: 'AWS::IAM::Policy',
  label: 'IAM inline policy',
  scope: 'global',
  consolePage: ({ id, region }) => `/iam/home?region=${region}#${holderPage(id)}`,
});

export const iamCustomerPolicy = resourceType<IamCustomerPolicy>({
  key: 'iam-customer-policy',
  type: 'AWS::IAM::ManagedPolicy',
  label: 'IAM policy',
  scope: 'global',
  consolePage: ({ id, arn, region }) =>
    id.includes('%2F')
      ? `/iam/home?region=${region}#${holderPage(id)}`
      : `/iam/home?region=${region}#/policies/details/${arn}?section=permissions`,
});

/** The page of the user, group or role that an inline policy is part of: `role%2Fdeploy%2Fpolicy`. */
function holderPage(id: string): string {
  const [kind, holder] = id.split('%2F');
  return `/${kind}s/details/${holder}?section=permissions`;
}
