import { findingId } from '../../../../src/domain/finding';
import type { JudgementStatus } from '../../../../src/domain/judgement';
import type { Evaluation, RuleCoverage } from '../../../../src/domain/scan-outcome';
import { DEFAULT_SLA, slaMs } from '../../../../src/domain/sla';
import type { FindingTerms } from '../../../../src/scan/in-force';
import { type FindingChanges, type ReconcileInput, reconcile } from '../../../../src/scan/reconcile';
import type { FindingRecord } from '../../../../src/scan/stored-finding';

export const ACCOUNT = { id: '111122223333', ownerProjectKey: 'PAY' };

/** What holds for findings in a production account of the project PAY. */
export const TERMS: FindingTerms = {
  dueAt: ({ severity }, openedAt) => openedAt + slaMs(DEFAULT_SLA, 'production', severity),
  projectKey: () => ACCOUNT.ownerProjectKey,
};
export const HOUR = 60 * 60 * 1000;
export const DAY = 24 * HOUR;

/** A judgement of the bucket `name` by `ruleId`. */
export function evaluation(
  ruleId: string,
  name: string,
  status: JudgementStatus,
  more: Partial<Evaluation> = {},
): Evaluation {
  return {
    ruleId,
    accountId: ACCOUNT.id,
    region: 'eu-west-1',
    scope: 'global',
    resourceType: 'AWS::S3::Bucket',
    resourceId: name,
    resourceArn: `arn:aws:s3:::${name}`,
    resourceName: null,
    tags: {},
    status,
    severity: 'high',
    message: `${name} is ${status}`,
    evidence: { name, status },
    ...more,
  };
}

/** The id of the finding that `evaluation(ruleId, name, ...)` is about. */
export function idOf(ruleId: string, name: string): string {
  return findingId(evaluation(ruleId, name, 'fail'));
}

export function complete(...ruleIds: string[]): RuleCoverage[] {
  return ruleIds.map((ruleId) => ({ ruleId, complete: true }));
}

export function incomplete(reason: string, ...ruleIds: string[]): RuleCoverage[] {
  return ruleIds.map((ruleId) => ({ ruleId, complete: false, reason }));
}

/** What the table holds after scans, by the changes that reconcile asks for. */
export class StoredFindings {
  readonly rows = new Map<string, FindingRecord>();

  /** One scan of the global scope; answers what it changed. */
  scan(
    now: number,
    evaluations: Evaluation[],
    coverage: RuleCoverage[],
    more: Partial<ReconcileInput> = {},
  ): FindingChanges {
    const changes = reconcile({
      stored: [...this.rows.values()],
      outcome: { scope: 'global', evaluations, coverage },
      terms: TERMS,
      now,
      ...more,
    });
    this.apply(changes);
    return changes;
  }

  apply(changes: FindingChanges): void {
    for (const row of changes.inserts) this.rows.set(row.id, row);
    for (const update of changes.updates) {
      const row = this.rows.get(update.id);
      if (row !== undefined) this.rows.set(update.id, { ...row, ...update });
    }
    for (const id of changes.deletes) this.rows.delete(id);
  }

  get(ruleId: string, name: string): FindingRecord {
    const row = this.rows.get(idOf(ruleId, name));
    if (row === undefined) throw new Error(`Nothing is stored of ${ruleId} and ${name}`);
    return row;
  }
}
