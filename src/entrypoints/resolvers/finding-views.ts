import type {
  FindingDetail,
  FindingFilters,
  FindingRow,
  FindingsPage,
  ParsedFindingsQuery,
} from '../../contract/findings';
import { shownState } from '../../domain/finding';
import { severityOfRank } from '../../domain/severity';
import { consoleUrl } from '../../rules/console-links';
import { findRule } from '../../rules/index';
import { pasteSafe } from '../../rules/paste-safe';
import {
  type Audience,
  findingFilterValues,
  findingForAudience,
  type StoredDetail,
  type StoredRow,
} from '../../storage/finding-queries';
import { FEW, type FoundPage, findingsPage } from '../../storage/findings-page';
import { Refusal } from './refusal';

/** `now` in milliseconds since 1970 decides what is overdue. */
export function rowView(row: StoredRow, now: number): FindingRow {
  return {
    id: row.finding_id,
    ruleId: row.rule_id,
    ruleTitle: findRule(row.rule_id)?.title ?? row.rule_id,
    severity: severityOfRank(row.severity),
    state: shownState(row.state, row.exception_id),
    accountId: row.account_id,
    accountName: row.account_name ?? row.account_id,
    region: row.region,
    resourceId: row.resource_id,
    resourceName: row.resource_name,
    resourceArn: row.resource_arn,
    message: row.message,
    firstSeenAt: row.first_seen_at,
    dueAt: row.due_at,
    overdue: row.state !== 'resolved' && row.paused_at === null && row.due_at !== null && row.due_at < now,
    pausedSince: row.paused_at,
    resolvedAt: row.resolved_at,
    unknownSince: row.unknown_since,
    issueKey: row.issue_key,
    projectKey: row.project_key,
  };
}

/**
 * Whatever is open was judged when its scope was last read to the end, or when it was opened since. Of what is unknown, or
 * was resolved by an admin's decision, nobody noted when it was read.
 */
function lastSeenAt({ state, ...detail }: StoredDetail): number | null {
  if (state === 'open') return Math.max(detail.last_complete_at ?? 0, detail.opened_at ?? 0) || null;
  const readAgain = detail.resolved_reason === 'fixed' || detail.resolved_reason === 'gone';
  return state === 'resolved' && readAgain ? detail.resolved_at : null;
}

const NO_GUIDANCE = {
  why: 'This rule is no longer part of the catalogue.',
  console: [],
  cli: '',
  terraform: '',
  before: '',
  links: [],
};

export function detailView(detail: StoredDetail, now: number): FindingDetail {
  const rule = findRule(detail.rule_id);
  const target = {
    accountId: detail.account_id,
    region: detail.region,
    resourceId: detail.resource_id,
    resourceArn: detail.resource_arn,
  };
  const guidance = rule?.guidance;
  return {
    ...rowView(detail, now),
    evidence: detail.evidence,
    openedAt: detail.opened_at,
    lastSeenAt: lastSeenAt(detail),
    resolvedReason: detail.resolved_reason,
    guidance:
      guidance === undefined
        ? NO_GUIDANCE
        : {
            ...guidance,
            cli: guidance.cli(pasteSafe(target)),
            terraform: guidance.terraform(pasteSafe(target)),
          },
    consoleUrl: rule === null ? null : consoleUrl(rule.resource, target),
    references: { cis: rule?.references.cis ?? [], fsbp: rule?.references.fsbp ?? [] },
  };
}

/** What the findings table shows. */
export async function listFindings(
  audience: Audience,
  query: ParsedFindingsQuery,
  now: number,
): Promise<FindingsPage> {
  const found = await findingsPage(audience, query, now);
  return {
    rows: found.rows.map((row) => rowView(row, now)),
    total: found.total,
    more: found.more,
    note: noteOf(found),
    page: query.page,
    pageSize: query.pageSize,
  };
}

function noteOf({ limited, more }: FoundPage): string | null {
  const many = `More than ${FEW.toLocaleString('en-US')} findings match the filters`;
  const narrow = 'Choose an account, a rule or a region for the rest.';
  if (limited.search && more) return `${many} and begin with this text: these are some of them. ${narrow}`;
  if (limited.search)
    return `${many}, so only rules and the beginnings of resource ids were searched. ${narrow}`;
  if (limited.sort) return `${many}, so they are ordered by severity and due date. ${narrow}`;
  return null;
}

export async function getFilters(audience: Audience): Promise<FindingFilters> {
  const { accounts, regions, ruleIds } = await findingFilterValues(audience);
  return { accounts, regions, rules: ruleIds.map((id) => ({ id, title: findRule(id)?.title ?? id })) };
}

/** Throws a Refusal when there is no such finding for the audience: whose it is stays untold. */
export async function getFinding(audience: Audience, findingId: string, now: number): Promise<FindingDetail> {
  const detail = await findingForAudience(audience, findingId);
  if (detail === null) throw new Refusal('not-found', 'There is no such finding, or you may not see it.');
  return detailView(detail, now);
}
