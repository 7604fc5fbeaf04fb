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
