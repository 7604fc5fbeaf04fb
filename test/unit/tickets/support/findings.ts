import { DEFAULT_TICKET_POLICY, type TicketPolicy } from '../../../../src/domain/ticket-policy';
import { digestOf } from '../../../../src/tickets/issue-content';
import type { PlanFinding, Ticket, TicketFinding } from '../../../../src/tickets/ticket-finding';

export const NOW = Date.UTC(2026, 10, 23, 21, 5);
export const HOUR = 60 * 60 * 1000;
export const DAY = 24 * HOUR;

export const policy: TicketPolicy = { ...DEFAULT_TICKET_POLICY, enabled: true };

export const accounts = [
  { id: '111122223333', name: 'payments-prod', ownerProjectKey: 'PAY' },
  { id: '444455556666', name: 'web-staging', ownerProjectKey: 'WEB' },
  { id: '777788889999', name: 'orphan', ownerProjectKey: null },
];

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
    id: counter.toString(16).padStart(32, '0'),
    ruleId: 's3-bucket-public-read',
    accountId: '111122223333',
    region: 'eu-central-1',
    resourceArn: `arn:aws:s3:::acme-invoices-${counter}`,
    resourceType: 'AWS::S3::Bucket',
    resourceId: `acme-invoices-${counter}`,
    resourceName: null,
    message: 'The bucket policy lets everyone read objects.',
    severity: 'critical',
    state: 'open',
    firstSeenAt: NOW - DAY,
    openedAt: NOW - DAY,
    dueAt: NOW + DAY,
    resolvedAt: null,
    resolvedReason: null,
    changedAt: NOW - DAY,
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
