import type { Grant, Project } from '../store/model';
import {
  BUG,
  COST_CENTER,
  INCIDENT_WORKFLOW,
  REQUEST,
  SOFTWARE_WORKFLOW,
  STORY,
  STORY_POINTS,
  TASK,
} from './configuration';
import { ADMIN_GROUP, DEMO_ACCOUNTS } from './people';

const admins: Grant = { group: ADMIN_GROUP };
const security: Grant = { group: 'security-team' };
const app: Grant = { app: true };

/** A team's permission scheme: the team and the security team work, admins administer, apps work but delete nothing. */
function scheme(team: Grant[], apps: Grant[] = [app]): Project['permissions'] {
  const workers = [admins, ...team, ...apps];
  return {
    BROWSE_PROJECTS: workers,
    CREATE_ISSUES: workers,
    EDIT_ISSUES: workers,
    TRANSITION_ISSUES: workers,
    ASSIGN_ISSUES: workers,
    ASSIGNABLE_USER: [admins, ...team],
    ADD_COMMENTS: workers,
    EDIT_OWN_COMMENTS: workers,
    DELETE_OWN_COMMENTS: workers,
    EDIT_ALL_COMMENTS: [admins],
    DELETE_ALL_COMMENTS: [admins],
    DELETE_ISSUES: [admins],
    ADMINISTER_PROJECTS: [admins],
  };
}

const screen = (...fieldIds: string[]) =>
  fieldIds.map((fieldId) => ({ fieldId, required: fieldId === 'reporter' }));
const standardScreen = screen(
  'description',
  'priority',
  'labels',
  'assignee',
  'reporter',
  'duedate',
  STORY_POINTS,
);

const project = (
  id: string,
  key: string,
  name: string,
  description: string,
  more: Partial<Project> & Pick<Project, 'permissions'>,
): Project => ({
  id,
  key,
  name,
  description,
  typeKey: 'software',
  leadAccountId: DEMO_ACCOUNTS.admin,
  issueTypes: [TASK, BUG, STORY],
  workflow: SOFTWARE_WORKFLOW,
  screen: standardScreen,
  nextIssueNumber: 1,
  ...more,
});

const team = (name: string): Grant[] => [{ group: `${name}-team` }, security];

export const projects: Project[] = [
  project('10000', 'PAY', 'Payments', 'Checkout, card processing and refunds.', {
    permissions: scheme(team('payments')),
    leadAccountId: DEMO_ACCOUNTS.developer,
  }),
  project('10001', 'WEB', 'Storefront', 'The shop that customers see.', {
    permissions: scheme(team('web')),
    leadAccountId: DEMO_ACCOUNTS.developer,
  }),
  project('10002', 'DATA', 'Data platform', 'Warehouse, pipelines and reports.', {
    permissions: scheme(team('data')),
  }),
  project('10003', 'PLAT', 'Platform', 'Accounts, networks, clusters and build.', {
    permissions: scheme(team('platform')),
  }),
  project('10004', 'SEC', 'Security', 'Security reviews, policies and follow-up.', {
    permissions: scheme([security]),
    leadAccountId: DEMO_ACCOUNTS.securityEngineer,
  }),
  // The projects below are the awkward ones; no demo account belongs to them.
  project('10005', 'MOB', 'Mobile apps', 'Every issue names a cost center, which apps do not know.', {
    permissions: scheme([security]),
    screen: [...standardScreen, { fieldId: COST_CENTER, required: true }],
  }),
  project(
    '10006',
    'OPS',
    'Operations',
    'Incidents, with a workflow that asks for a resolution when they close.',
    {
      permissions: scheme([security]),
      workflow: INCIDENT_WORKFLOW,
    },
  ),
  project(
    '10007',
    'LEGAL',
    'Legal',
    'Requests only: there are no tasks, and no priorities or due dates either.',
    {
      permissions: scheme([security]),
      typeKey: 'business',
      issueTypes: [REQUEST],
      screen: screen('description', 'labels', 'assignee', 'reporter'),
    },
  ),
  project('10008', 'PEOPLE', 'People team', 'Confidential: closed to apps.', {
    permissions: scheme([], []),
    typeKey: 'business',
  }),
];
