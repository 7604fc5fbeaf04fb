import { Decisions } from '../../../../src/domain/rollout/decisions';
import type { RolloutPolicy } from '../../../../src/domain/rollout/policy';
import { catalogue } from '../../../../src/rules/index';
import { factsOf } from '../../../../src/scan/in-force';
import { digestOf } from '../../../../src/tickets/issue-content';
import type {
  PlanFinding,
  Ticket,
  TicketAccount,
  TicketFinding,
} from '../../../../src/tickets/ticket-finding';
import { rolloutOf, ticketPolicy } from '../../../fixtures/rollout';

export const NOW = Date.UTC(2026, 10, 23, 21, 5);
export const HOUR = 60 * 60 * 1000;
export const DAY = 24 * HOUR;

export const accounts: TicketAccount[] = [
  { id: '111122223333', name: 'payments-prod', tier: 'production', tags: {}, ownerProjectKey: 'PAY' },
  { id: '444455556666', name: 'web-staging', tier: 'staging', tags: {}, ownerProjectKey: 'WEB' },
  { id: '777788889999', name: 'orphan', tier: 'sandbox', tags: {}, ownerProjectKey: null },
];

const rules = catalogue.map((rule) => factsOf({ rule, severity: rule.severity }));

/** What holds when these policies are all there are; without any, the one that files everything. */
export function decisions(...policies: RolloutPolicy[]): Decisions<TicketAccount> {
  return new Decisions(rolloutOf(...(policies.length === 0 ? [ticketPolicy()] : policies)), accounts, rules);
}

export const LOW_RULE = 'ec2-eip-unassociated';
export const MEDIUM_RULE = 'ebs-volume-encrypted';

export const noTicket: Ticket = {
  issueId: null,
  issueKey: null,
  state: null,
  stateAt: null,
  opening: null,
  digest: null,
  filingStartedAt: null,
  problem: null,
};

let counter = 0;

/** A critical bucket finding that opened a day ago and has no issue. */
export function finding(more: Partial<TicketFinding> = {}): TicketFinding {
  counter += 1;
  return {
    id: counter.toString(16).padStart(20, '0'),
    ruleId: 's3-bucket-public-read',
    accountId: '111122223333',
    region: 'eu-central-1',
    resourceArn: `arn:aws:s3:::acme-invoices-${counter}`,
    resourceId: `acme-invoices-${counter}`,
    resourceName: null,
    message: 'The bucket policy lets everyone read objects.',
    severity: 'critical',
    state: 'open',
    exception: null,
    previousIssueKey: null,
    firstSeenAt: NOW - DAY,
    openedAt: NOW - DAY,
    dueAt: NOW + DAY,
    resolvedAt: null,
    resolvedReason: null,
    changedAt: NOW - DAY,
    tags: {},
    group: null,
    lastScanStartedAt: NOW - HOUR,
    ticket: noTicket,
    ...more,
  };
}

/** The ticket of a finding that was filed for its present opening and is in step. */
export function inStep(of: PlanFinding, more: Partial<Ticket> = {}): Ticket {
  return {
    issueId: '10001',
    issueKey: 'PAY-1',
    state: 'open',
    stateAt: NOW - DAY,
    opening: of.openedAt,
    digest: digestOf(of),
    filingStartedAt: null,
    problem: null,
    ...more,
  };
}

/** The finding with a ticket that is in step but for what `ticket` says. */
export function filed(more: Partial<TicketFinding> = {}, ticket: Partial<Ticket> = {}): TicketFinding {
  const base = finding(more);
  return { ...base, ticket: inStep(base, ticket) };
}
