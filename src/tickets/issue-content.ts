import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Severity } from '../domain/severity';
import { oneLine } from './adf';
import type { PlanFinding, TicketFinding } from './ticket-finding';

/** The app's custom fields, by their key in manifest.yml, with the values that the issue should show. */
export function fieldValuesOf(finding: TicketFinding): Record<string, string> {
  return {
    'finding-severity': finding.severity,
    'finding-status': finding.state,
    'aws-account': finding.accountId,
    'aws-region': finding.region,
    'cloud-rule': finding.ruleId,
    'cloud-resource': resourcesOf(finding),
    ...(finding.dueAt === null ? {} : { 'finding-due': new Date(finding.dueAt).toISOString() }),
  };
}

/** Jira's own limit of a short text. */
const MAX_FIELD = 255;

/** The ARN; of a group as many as have room, and how many there are. */
function resourcesOf({ group, resourceArn }: TicketFinding): string {
  if (group === null || group.count <= 1) return oneLine(resourceArn, MAX_FIELD);
  const head = `${group.count}: `;
  const arns = group.resources.map(({ arn }) => arn);
  while (arns.length > 1 && head.length + arns.join(', ').length + 3 > MAX_FIELD) arns.pop();
  return oneLine(`${head}${arns.join(', ')}${arns.length < group.count ? ' …' : ''}`, MAX_FIELD);
}

/**
 * A digest of everything in `fieldValuesOf`, the priority and the due date that can change: what identifies the finding
 * cannot, and its message is shown by the panel and not written to the issue again. 32 hex digits.
 */
export function digestOf({
  severity,
  state,
  dueAt,
  group,
}: Pick<PlanFinding, 'severity' | 'state' | 'dueAt' | 'group'>): string {
  const parts = ['v1', severity, state, dueAt, ...(group === null ? [] : [group.count, group.resources])];
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify(parts)))).slice(0, 32);
}

/** The due date as Jira takes it, a UTC day. */
export function dueDateOf(dueAt: number | null): string | null {
  return dueAt === null ? null : new Date(dueAt).toISOString().slice(0, 10);
}

/** Names that projects give their priorities, best match first. */
const PRIORITY_NAMES: Record<Severity, readonly string[]> = {
  critical: ['highest', 'critical', 'blocker', 'urgent'],
  high: ['high', 'major'],
  medium: ['medium', 'normal'],
  low: ['low', 'minor'],
};

/** The id of the priority that stands for the severity; null when the project has none by a name we know. */
export function priorityOf(
  severity: Severity,
  priorities: readonly { id: string; name: string }[],
): string | null {
  for (const name of PRIORITY_NAMES[severity]) {
    const match = priorities.find((priority) => priority.name.toLowerCase() === name);
    if (match) return match.id;
  }
  return null;
}
