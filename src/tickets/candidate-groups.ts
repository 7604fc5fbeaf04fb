import type { Decisions } from '../domain/rollout/decisions';
import type { FindingGroup } from './group-findings';
import type { TicketStore } from './ports';
import { groupFindings, singlePairs } from './refresh-groups';
import type { Ticket, TicketAccount, TicketFinding } from './ticket-finding';

const NO_TICKET: Ticket = {
  issueId: null,
  issueKey: null,
  state: null,
  stateAt: null,
  opening: null,
  digest: null,
  filingStartedAt: null,
  problem: null,
};

/** What grouping by other decisions comes to, without writing any of it. */
export interface CandidateGroups {
  groups: TicketFinding[];
  /** Findings that would leave their group and get an issue of their own. */
  leaving: TicketFinding[];
}

/** Groups as they would be, with the issues that they have. Writes nothing. */
export async function candidateGroups(
  store: Pick<TicketStore, 'members' | 'groups' | 'details'>,
  decisions: Decisions<TicketAccount>,
  now: number,
): Promise<CandidateGroups> {
  const { groups, moves } = await groupFindings(store, decisions, now);
  const known = new Map((await store.details(groups.map(({ id }) => id))).map((group) => [group.id, group]));
  const single = singlePairs(decisions);
  const leaving = (await store.details(moves.get(null) ?? [])).filter(({ accountId, ruleId }) =>
    single.some((pairs) => pairs.accountIds.includes(accountId) && pairs.ruleIds.includes(ruleId)),
  );
  return { groups: groups.map((group) => asFinding(group, known.get(group.id))), leaving };
}

function asFinding(group: FindingGroup, known: TicketFinding | undefined): TicketFinding {
  const { resources, count, exceptionId, state, scope: _, projectKey: __, ...rest } = group;
  return {
    ...rest,
    state: state === 'open' && exceptionId !== null ? 'excepted' : state,
    group: { resources, count },
    lastScanStartedAt: known?.lastScanStartedAt ?? null,
    previousIssueKey: known?.previousIssueKey ?? null,
    exception: known?.exception ?? null,
    ticket: known?.ticket ?? NO_TICKET,
  };
}
