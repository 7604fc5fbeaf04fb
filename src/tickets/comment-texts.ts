import { type AdfNode, doc, mention, oneLine, paragraph, text } from './adf';
import type { TicketFinding } from './ticket-finding';
import { utcDay, utcMinute } from './utc';

/**
 * What the app says in an issue. `head` names the moment it speaks of, so that the comment itself tells whether it was
 * already added: a second try looks for a comment that begins with it.
 */
export interface IssueComment {
  head: string;
  detail: string;
  /** Whom it is for, by their Atlassian account id: they are told of it. */
  mention?: string;
}

const MAX_COMMENT = 1_000;

/** Why the issue is closed. */
export function closingComment(finding: TicketFinding): IssueComment {
  if (finding.exception !== null && finding.state === 'excepted') {
    const { until, reason } = finding.exception;
    return said(
      `Closed by Cloud Findings: an exception is in force until ${utcDay(until)}.`,
      `Its reason: ${reason}`,
    );
  }
  const scan = finding.resolvedAt === null ? 'the scan' : `the scan of ${utcMinute(finding.resolvedAt)}`;
  switch (finding.resolvedReason) {
    case 'gone':
      return said(`Closed by Cloud Findings: ${scan} no longer found the resource; it is gone.`);
    case 'rule-off':
      return said(
        `Closed by Cloud Findings: the rule ${finding.ruleId} is switched off, as ${scan} noted.`,
        'Whether the resource meets it is no longer checked.',
      );
    case 'account-removed':
      return said(
        `Closed by Cloud Findings: the AWS account ${finding.accountId} was removed, as ${scan} noted.`,
        'The resource is no longer checked.',
      );
    default:
      return said(`Closed by Cloud Findings: ${scan} saw it fixed.`);
  }
}

/** Why the issue is open again. */
export function reopeningComment(finding: TicketFinding): IssueComment {
  if (finding.openedAt === finding.ticket.opening) {
    const ended = utcMinute(finding.changedAt);
    return said(
      `Reopened by Cloud Findings: its exception ended, as noted ${ended}, and it still fails.`,
      finding.message,
    );
  }
  const scan = finding.openedAt === null ? 'the scan' : `the scan of ${utcMinute(finding.openedAt)}`;
  return said(`Reopened by Cloud Findings: ${scan} saw it fail again.`, finding.message);
}

/** Said once when a person closed the issue of a finding that still fails. */
export function reminderComment(finding: TicketFinding): IssueComment {
  return closedWhileFailing(finding, 'The issue is left as it is.');
}

/** Said when the app opens again what a person closed. */
export function overrulingComment(finding: TicketFinding): IssueComment {
  return closedWhileFailing(
    finding,
    'So it is open again. Closed another time it stays closed; an exception is the way to have that agreed.',
  );
}

function closedWhileFailing(finding: TicketFinding, consequence: string): IssueComment {
  const closed = finding.ticket.stateAt === null ? '' : ` (noticed ${utcMinute(finding.ticket.stateAt)})`;
  const scan =
    finding.lastScanStartedAt === null ? 'a scan' : `the scan of ${utcMinute(finding.lastScanStartedAt)}`;
  return said(
    `Cloud Findings: this issue was closed${closed} while the resource still fails.`,
    `So ${scan} saw: ${finding.message} ${consequence}`,
  );
}

/** Said on the issue of a finding that is past its due date, once for each day that it names. */
export function overdueComment(finding: TicketFinding, today: number, mention: string | null): IssueComment {
  const due = finding.dueAt === null ? 'some time ago' : `on ${utcDay(finding.dueAt)}`;
  return {
    head: `Cloud Findings: the fix was due ${due}, and on ${utcDay(today)} it still fails.`,
    detail: finding.message,
    ...(mention === null ? {} : { mention }),
  };
}

export function commentDocument({ head, detail, mention: personId }: IssueComment): AdfNode {
  const words = text(oneLine(`${head} ${detail}`, MAX_COMMENT));
  return personId === undefined ? doc(paragraph(words)) : doc(paragraph(words), paragraph(mention(personId)));
}

/** Whether the text of a comment is this one, added by an earlier try. */
export function isSameComment(present: string, { head }: IssueComment): boolean {
  return oneLine(present, MAX_COMMENT).startsWith(oneLine(head, MAX_COMMENT));
}

function said(head: string, detail = ''): IssueComment {
  return { head, detail };
}
