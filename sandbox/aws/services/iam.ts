import * as iam from '@aws-sdk/client-iam';
import { type Call, knownOperations, operation, type Service } from '../service';
import { AwsError } from '../wire/aws-error';
import { queryDialect } from '../wire/dialect';
import { queryProtocol } from '../wire/query-protocol';
import { getAccountAuthorizationDetails } from './iam/authorization-details';
import { generateCredentialReport, getCredentialReport } from './iam/credential-report';
import { listServerCertificates, listVirtualMfaDevices } from './iam/devices-and-certificates';

export const iamService: Service = {
  name: 'iam',
  global: true,
  protocol: queryProtocol('https://iam.amazonaws.com/doc/2010-05-08/'),
  dialect: queryDialect,
  known: knownOperations({ ...iam }),
  operations: [
    operation(iam.GetAccountSummary$, getAccountSummary),
    operation(iam.ListOrganizationsFeatures$, listOrganizationsFeatures),
    operation(iam.GenerateCredentialReport$, generateCredentialReport),
    operation(iam.GetCredentialReport$, getCredentialReport),
    operation(iam.GetAccountPasswordPolicy$, getAccountPasswordPolicy),
    operation(iam.GetAccountAuthorizationDetails$, getAccountAuthorizationDetails),
    operation(iam.ListVirtualMFADevices$, listVirtualMfaDevices),
    operation(iam.ListServerCertificates$, listServerCertificates),
  ],
};

function getAccountSummary(_input: object, { account }: Call): iam.GetAccountSummaryResponse {
  const users = Object.values(account.iam.users);
  const hasRootCredentials = !Array.isArray(account.iam.organization);
  return {
    SummaryMap: {
      Users: users.length,
      UsersQuota: 5000,
      Groups: Object.keys(account.iam.groups).length,
      GroupsQuota: 300,
      Roles: Object.keys(account.iam.roles).length + Object.keys(account.roles).length,
      RolesQuota: 1000,
      Policies: Object.keys(account.iam.policies).length,
      PoliciesQuota: 1500,
      MFADevices: users.filter((user) => user.mfa).length,
      MFADevicesInUse: users.filter((user) => user.mfa).length,
      AccountAccessKeysPresent: account.iam.root.accessKeys > 0 ? 1 : 0,
      AccountMFAEnabled: account.iam.root.mfa === false ? 0 : 1,
      AccountPasswordPresent: hasRootCredentials ? 1 : 0,
      AccountSigningCertificatesPresent: 0,
      AccessKeysPerUserQuota: 2,
      GlobalEndpointTokenVersion: 1,
    },
  };
}

/** Only the management account and the delegated administrator may ask. */
function listOrganizationsFeatures(_input: object, { account }: Call): iam.ListOrganizationsFeaturesResponse {
  const { organization } = account.iam;
  if (organization === 'none')
    throw new AwsError(
      'OrganizationNotFoundException',
      400,
      'The request was rejected because your account is not part of an organization.',
    );
  if (organization === 'member')
    throw new AwsError(
      'AccountNotManagementOrDelegatedAdministratorException',
      400,
      'The request was rejected because the account making the request is not the management account or delegated administrator account for centralized root access.',
    );
  return { OrganizationId: 'o-a1b2c3d4e5', EnabledFeatures: organization };
}

function getAccountPasswordPolicy(_input: object, { account }: Call): iam.GetAccountPasswordPolicyResponse {
  const policy = account.iam.passwordPolicy;
  if (policy === null)
    throw new AwsError(
      'NoSuchEntity',
      404,
      `The Password Policy with domain name ${account.id} cannot be found.`,
    );
  return {
    PasswordPolicy: {
      MinimumPasswordLength: policy.minimumLength,
      RequireSymbols: policy.requireSymbols,
      RequireNumbers: policy.requireNumbers,
      RequireUppercaseCharacters: policy.requireUppercase,
      RequireLowercaseCharacters: policy.requireLowercase,
      AllowUsersToChangePassword: policy.allowChange,
      ExpirePasswords: policy.maxAgeDays !== undefined,
      MaxPasswordAge: policy.maxAgeDays,
      PasswordReusePrevention: policy.remembered,
    },
  };
}
