import {
  GetAccountPasswordPolicyCommand,
  GetAccountSummaryCommand,
  IAMClient,
  ListOrganizationsFeaturesCommand,
} from '@aws-sdk/client-iam';
import {
  type CredentialReportRow,
  type IamAccessKey,
  type IamPasswordPolicy,
  type IamRootUser,
  type IamUser,
  iamAccessKey,
  iamManagedPolicy,
  iamPasswordPolicy,
  iamRootUser,
  iamUser,
} from '../../rules/iam/resources';
import type { Listing } from '../../scan/evaluate/resource-readers';
import { UnreadableError } from '../../scan/evaluate/unreadable';
import { whenAbsent } from '../absent';
import type { AwsSession } from '../session';
import { Source } from '../source';
import { readCredentialReport } from './credential-report';
import { listManagedPolicies } from './managed-policies';
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

  const report = session.question(() => readCredentialReport(iam));
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
    [iamManagedPolicy.key]: () => listManagedPolicies(iam),
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
