import {
  GetAccountPasswordPolicyCommand,
  GetAccountSummaryCommand,
  IAMClient,
  ListOrganizationsFeaturesCommand,
  ListServerCertificatesCommand,
  ListVirtualMFADevicesCommand,
  type ServerCertificateMetadata,
} from '@aws-sdk/client-iam';
import {
  type CredentialReportRow,
  type IamAccessKey,
  type IamPasswordPolicy,
  type IamRootUser,
  type IamServerCertificate,
  type IamSupportAccess,
  type IamUser,
  iamAccessKey,
  iamCustomerPolicy,
  iamInlinePolicy,
  iamManagedPolicy,
  iamPasswordPolicy,
  iamRole,
  iamRootUser,
  iamServerCertificate,
  iamSupportAccess,
  iamUser,
  iamUserPermissions,
} from '../../rules/iam/resources';
import type { Listing } from '../../scan/evaluate/resource-readers';
import { UnreadableError } from '../../scan/evaluate/unreadable';
import { whenAbsent } from '../absent';
import { readItems, readListing } from '../read-list';
import type { AwsSession } from '../session';
import { Source } from '../source';
import { readAuthorizationDetails } from './authorization-details';
import { readCredentialReport } from './credential-report';
import { IAM_PAGE, nextMarker } from './iam-page';
import { customerPolicies, inlinePolicies, roles, usersWithPolicies } from './iam-principals';
import { managedPolicies } from './managed-policies';
import type { Readers } from './readers';

/** The root user's name in the credential report. */
const ROOT = '<root_account>';

const NO_ORGANIZATION = ['OrganizationNotFoundException', 'OrganizationNotInAllFeaturesModeException'];
const MAY_NOT_ASK = [
  'AccountNotManagementOrDelegatedAdministratorException',
  'ServiceAccessNotEnabledException',
];

export function iamReaders(session: AwsSession): Readers {
  const iam = session.clients.global('iam', IAMClient);

  const report = session.question(() => readCredentialReport(iam));
  const details = session.question(() => readAuthorizationDetails(iam));

  const rootUser: IamRootUser = {
    id: ROOT,
    arn: session.rootArn,
    region: 'global',
    accountSummary: session.question(async () => {
      const answer = await iam.send(new GetAccountSummaryCommand({}));
      const source = new Source('iam:GetAccountSummary', 'global');
      return { ...source.required(answer.SummaryMap, 'SummaryMap') };
    }),
    organizationsFeatures: session.question(async () => {
      const asked = whenAbsent(
        iam.send(new ListOrganizationsFeaturesCommand({})),
        NO_ORGANIZATION,
        'no-organization' as const,
      );
      const answer = await whenAbsent(asked, MAY_NOT_ASK, 'may-not-ask' as const);
      if (typeof answer === 'string') return answer;
      const source = new Source('iam:ListOrganizationsFeatures', 'global');
      return source.required(answer.EnabledFeatures, 'EnabledFeatures');
    }),
    virtualMfaDevice: session.question(async () => {
      const source = new Source('iam:ListVirtualMFADevices', 'global');
      const { items, failure } = await readItems({
        source,
        page: (Marker) =>
          iam.send(
            new ListVirtualMFADevicesCommand({ AssignmentStatus: 'Assigned', MaxItems: IAM_PAGE, Marker }),
          ),
        items: (page) => page.VirtualMFADevices,
        next: (page) => nextMarker(page, source),
      });
      const device = items.find(({ User }) => User?.Arn === session.rootArn);
      if (device !== undefined) return source.required(device.SerialNumber, 'SerialNumber');
      if (failure !== null) throw failure;
      return null;
    }),
    report: session.question(async () => {
      const { items, failure } = await report();
      const row = items.find(({ user }) => user === ROOT);
      if (row !== undefined) return row;
      throw (
        failure ?? new Source('iam:GetCredentialReport', 'global').malformed('a report without the root user')
      );
    }),
  };

  const supportAccess: IamSupportAccess = {
    id: session.accountId,
    arn: session.rootArn,
    region: 'global',
    holders: session.question(async () => {
      const { principals, failure } = await details();
      const policyArn = `arn:${session.partition}:iam::aws:policy/AWSSupportAccess`;
      const holders = principals
        .filter(({ attached }) => attached.some(({ arn }) => arn === policyArn))
        .map(({ name, arn }) => ({ name, arn }));
      // One holder is enough to know; that there is none takes all pages.
      if (holders.length === 0 && failure !== null) throw failure;
      return holders;
    }),
  };

  const passwordPolicy: IamPasswordPolicy = {
    id: session.accountId,
    arn: session.rootArn,
    region: 'global',
    passwordPolicy: session.question(async () => {
      const answer = await whenAbsent(
        iam.send(new GetAccountPasswordPolicyCommand({})),
        ['NoSuchEntity', 'NoSuchEntityException'],
        null,
      );
      if (answer === null) return null;
      return new Source('iam:GetAccountPasswordPolicy', 'global').required(
        answer.PasswordPolicy,
        'PasswordPolicy',
      );
    }),
  };

  const fromReport = async (
    toResources: (row: CredentialReportRow) => Listing['resources'],
  ): Promise<Listing> => {
    try {
      const { items, failure } = await report();
      return {
        resources: items.filter(({ user }) => user !== ROOT).flatMap(toResources),
        failures: failure === null ? [] : [failure],
      };
    } catch (error) {
      if (error instanceof UnreadableError) return { resources: [], failures: [error] };
      throw error;
    }
  };

  return {
    [iamRootUser.key]: async () => ({ resources: [rootUser], failures: [] }),
    [iamPasswordPolicy.key]: async () => ({ resources: [passwordPolicy], failures: [] }),
    [iamUser.key]: () => fromReport((row) => [toUser(row)]),
    [iamAccessKey.key]: () => fromReport(toAccessKeys),
    [iamManagedPolicy.key]: async () => managedPolicies(await details()),
    [iamUserPermissions.key]: async () => usersWithPolicies(await details()),
    [iamRole.key]: async () => roles(await details()),
    [iamInlinePolicy.key]: async () => inlinePolicies(await details()),
    [iamCustomerPolicy.key]: async () => customerPolicies(await details()),
    [iamSupportAccess.key]: async () => ({ resources: [supportAccess], failures: [] }),
    [iamServerCertificate.key]: () => {
      const source = new Source('iam:ListServerCertificates', 'global');
      return readListing(
        {
          source,
          page: (Marker) => iam.send(new ListServerCertificatesCommand({ MaxItems: IAM_PAGE, Marker })),
          items: (page) => page.ServerCertificateMetadataList,
          next: (page) => nextMarker(page, source),
        },
        (listed) => toServerCertificate(listed, source),
      );
    },
  };
}

function toServerCertificate(listed: ServerCertificateMetadata, source: Source): IamServerCertificate {
  const id = source.required(listed.ServerCertificateName, 'ServerCertificateName');
  return {
    id,
    arn: source.required(listed.Arn, `the ARN of the certificate ${id}`),
    region: 'global',
    expiresAt: source.required(listed.Expiration, `when the certificate ${id} expires`).getTime(),
  };
}

function toUser(row: CredentialReportRow): IamUser {
  return { id: row.user, arn: row.arn, region: 'global', report: row };
}

function toAccessKeys(row: CredentialReportRow): IamAccessKey[] {
  const slots: Pick<IamAccessKey, 'slot' | 'active' | 'lastRotated' | 'lastUsed'>[] = [
    {
      slot: 1,
      active: row.access_key_1_active,
      lastRotated: row.access_key_1_last_rotated,
      lastUsed: row.access_key_1_last_used_date,
    },
    {
      slot: 2,
      active: row.access_key_2_active,
      lastRotated: row.access_key_2_last_rotated,
      lastUsed: row.access_key_2_last_used_date,
    },
  ];
  return slots
    .filter(({ active, lastRotated }) => active === 'true' || lastRotated !== 'N/A')
    .map((slot) => ({
      id: `${row.user}/access_key_${slot.slot}`,
      arn: `${row.arn}/access_key_${slot.slot}`,
      region: 'global',
      userName: row.user,
      ...slot,
    }));
}
