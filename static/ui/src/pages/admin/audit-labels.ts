import type { AuditRow } from '../../../../../src/contract/audit';
import type { AuditAction, AuditChange } from '../../../../../src/domain/audit';

const ACTIONS: Record<AuditAction, string> = {
  'account-saved': 'Saved an account',
  'account-removed': 'Removed an account',
  'credentials-saved': 'Set the AWS credentials',
  'credentials-removed': 'Removed the AWS credentials',
  'rule-changed': 'Changed a rule',
  'rollout-changed': 'Changed the rollout',
  'exception-requested': 'Asked for an exception',
  'exception-granted': 'Granted an exception',
  'exception-declined': 'Declined an exception',
  'exception-withdrawn': 'Withdrew an exception',
  'exception-expired': 'Ended an exception',
  'scan-started': 'Started a scan',
  'tickets-retried': 'Tried issues again',
  'log-level-changed': 'Changed what is logged',
  'issue-created': 'Filed an issue',
  'issue-updated': 'Updated an issue',
  'issue-closed': 'Closed an issue',
  'issue-reopened': 'Reopened an issue',
  'issue-reminded': 'Reminded on an issue',
  'issue-escalated': 'Escalated an overdue issue',
};

/** What was done, in words. */
export function actionLabel(action: AuditAction): string {
  return ACTIONS[action];
}

/** Who did it. */
export function actorLabel({ actorName }: AuditRow): string {
  return actorName ?? 'Cloud Findings';
}

/** `slaDays.critical: 2 → 1` */
export function changeLabel({ field, from, to }: AuditChange): string {
  return `${field}: ${shown(from)} → ${shown(to)}`;
}

function shown(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
