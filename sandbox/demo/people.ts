import { DEMO_ACCOUNTS } from '../jira';

/** What each person of the demo site is there to show. */
export const DEMO_ROLES: Record<string, string> = {
  [DEMO_ACCOUNTS.admin]: 'Jira admin',
  [DEMO_ACCOUNTS.securityEngineer]: 'Security engineer',
  [DEMO_ACCOUNTS.developer]: 'Developer in Payments and Storefront',
  [DEMO_ACCOUNTS.outsider]: 'Outsider, in no project',
};
