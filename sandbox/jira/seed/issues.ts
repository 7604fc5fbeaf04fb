import { DEMO_ACCOUNTS } from './people';

const { admin, securityEngineer, developer } = DEMO_ACCOUNTS;

/** What people filed before the app came: enough to see that it leaves their issues alone. */
export interface HumanIssue {
  project: string;
  type: 'Task' | 'Bug' | 'Story' | 'Request';
  summary: string;
  description: string;
  status: string;
  priority: string;
  labels?: string[];
  reporter: string;
  assignee?: string;
  daysAgo: number;
  comments?: { author: string; daysAgo: number; text: string }[];
}

export const humanIssues: HumanIssue[] = [
  {
    project: 'PAY',
    type: 'Bug',
    summary: 'Refund job times out for orders with more than 200 lines',
    description: 'The nightly job stops at the first large order and leaves the rest for the next day.',
    status: 'In Progress',
    priority: 'High',
    labels: ['refunds'],
    reporter: developer,
    assignee: developer,
    daysAgo: 21,
    comments: [
      { author: developer, daysAgo: 19, text: 'Reproduced with a copy of last week’s orders.' },
      { author: admin, daysAgo: 12, text: 'Finance asks for a date.' },
    ],
  },
  {
    project: 'PAY',
    type: 'Task',
    summary: 'Rotate the card processor’s API key before the audit',
    description: 'The old key is valid until the end of the quarter.',
    status: 'To Do',
    priority: 'Medium',
    labels: ['audit'],
    reporter: securityEngineer,
    assignee: developer,
    daysAgo: 9,
  },
  {
    project: 'PAY',
    type: 'Story',
    summary: 'As a customer I can pay by invoice',
    description: 'For business customers with a credit limit.',
    status: 'Done',
    priority: 'Medium',
    reporter: admin,
    assignee: developer,
    daysAgo: 63,
  },
  {
    project: 'WEB',
    type: 'Bug',
    summary: 'Product images load twice on slow connections',
    description: 'The placeholder asks for the full size as well.',
    status: 'In Review',
    priority: 'Low',
    labels: ['performance'],
    reporter: developer,
    assignee: developer,
    daysAgo: 15,
  },
  {
    project: 'WEB',
    type: 'Task',
    summary: 'Move static assets to the new bucket',
    description: 'The old bucket stays until the caches have run out.',
    status: 'To Do',
    priority: 'Medium',
    reporter: admin,
    daysAgo: 6,
    comments: [
      { author: securityEngineer, daysAgo: 5, text: 'Please keep the new one private behind the CDN.' },
    ],
  },
  {
    project: 'WEB',
    type: 'Story',
    summary: 'Show delivery dates in the basket',
    description: 'Per item, from the warehouse’s calendar.',
    status: 'To Do',
    priority: 'High',
    reporter: developer,
    daysAgo: 30,
  },
  {
    project: 'DATA',
    type: 'Task',
    summary: 'Retire the reporting replica',
    description: 'All reports read from the warehouse now.',
    status: 'In Progress',
    priority: 'Medium',
    reporter: admin,
    assignee: admin,
    daysAgo: 40,
  },
  {
    project: 'DATA',
    type: 'Bug',
    summary: 'Daily load fails when a partition is empty',
    description: 'It should write nothing and go on.',
    status: 'Done',
    priority: 'High',
    reporter: securityEngineer,
    daysAgo: 52,
  },
  {
    project: 'PLAT',
    type: 'Task',
    summary: 'Upgrade build runners to the new base image',
    description: 'Two teams have tried it already.',
    status: 'In Progress',
    priority: 'Medium',
    labels: ['build'],
    reporter: admin,
    assignee: admin,
    daysAgo: 18,
  },
  {
    project: 'PLAT',
    type: 'Story',
    summary: 'Self-service creation of sandbox accounts',
    description: 'With a budget and an end date.',
    status: 'To Do',
    priority: 'Low',
    reporter: admin,
    daysAgo: 71,
  },
  {
    project: 'SEC',
    type: 'Task',
    summary: 'Agree on due dates per severity with the teams',
    description: 'Proposal: 2 days for critical, a week for high, a month for medium, a quarter for low.',
    status: 'In Review',
    priority: 'High',
    labels: ['policy'],
    reporter: securityEngineer,
    assignee: securityEngineer,
    daysAgo: 11,
  },
  {
    project: 'SEC',
    type: 'Task',
    summary: 'Prepare the yearly access review',
    description: 'Exports of every account and group.',
    status: 'To Do',
    priority: 'Medium',
    reporter: securityEngineer,
    assignee: securityEngineer,
    daysAgo: 3,
  },
  {
    project: 'OPS',
    type: 'Bug',
    summary: 'Alert storm after the certificate renewal',
    description: 'Every node reported the same change.',
    status: 'Mitigated',
    priority: 'High',
    reporter: admin,
    daysAgo: 8,
  },
  {
    project: 'LEGAL',
    type: 'Request',
    summary: 'Review the terms of the new shipping partner',
    description: 'Draft is in the contract folder.',
    status: 'To Do',
    priority: 'Medium',
    reporter: admin,
    daysAgo: 14,
  },
];
