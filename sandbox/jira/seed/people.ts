import type { Account, Group } from '../store/model';

/** The accounts of the demo site, by the part that each plays. */
export const DEMO_ACCOUNTS = {
  admin: '712020:6f1c2a80-0a01-4c5e-9d10-000000000001',
  securityEngineer: '712020:6f1c2a80-0a01-4c5e-9d10-000000000002',
  developer: '712020:6f1c2a80-0a01-4c5e-9d10-000000000003',
  outsider: '712020:6f1c2a80-0a01-4c5e-9d10-000000000004',
  app: '557058:0c5b8f5e-cf00-4a11-9b6d-0000000000aa',
} as const;

const person = (accountId: string, displayName: string, emailAddress: string): Account => ({
  accountId,
  accountType: 'atlassian',
  displayName,
  emailAddress,
  active: true,
  timeZone: 'Etc/UTC',
});

export const people: Account[] = [
  person(DEMO_ACCOUNTS.admin, 'Maya Okafor', 'maya.okafor@harborpine.example'),
  person(DEMO_ACCOUNTS.securityEngineer, 'Jonas Lindqvist', 'jonas.lindqvist@harborpine.example'),
  person(DEMO_ACCOUNTS.developer, 'Priya Raman', 'priya.raman@harborpine.example'),
  person(DEMO_ACCOUNTS.outsider, 'Tom Becker', 'tom.becker@harborpine.example'),
  {
    accountId: DEMO_ACCOUNTS.app,
    accountType: 'app',
    displayName: 'Cloud Findings for Jira',
    active: true,
    timeZone: 'Etc/UTC',
  },
];

export const ADMIN_GROUP = 'jira-administrators';

const group = (number: number, name: string, members: string[]): Group => ({
  groupId: `2b8f6c1e-4d3a-4b7e-8c55-${String(number).padStart(12, '0')}`,
  name,
  members,
});

const { admin, securityEngineer, developer, outsider } = DEMO_ACCOUNTS;

export const groups: Group[] = [
  group(1, ADMIN_GROUP, [admin]),
  group(2, 'jira-users-harborpine', [admin, securityEngineer, developer, outsider]),
  group(3, 'security-team', [securityEngineer]),
  group(4, 'payments-team', [developer]),
  group(5, 'web-team', [developer]),
  group(6, 'data-team', []),
  group(7, 'platform-team', []),
];
