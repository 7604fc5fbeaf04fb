import { checkAgain } from '../../composition';
import type { PanelView, SharedIssue } from '../../contract/issue-panel';
import { type IssuePanelResponses, issuePanelRequests } from '../../contract/issue-panel';
import type { Exception } from '../../domain/exception';
import { exceptionRepository } from '../../storage/exceptions';
import {
  findingForAudience,
  findingOfIssue,
  type IssueMembers,
  membersOfIssue,
  type StoredDetail,
} from '../../storage/finding-queries';
import { asIssueViewer } from './callers';
import { decideOn, exceptionViews, requestForFinding } from './exceptions';
import { detailView, rowView } from './finding-views';
import { type Caller, definePage, resolverOf } from './page-resolver';
import { Refusal } from './refusal';

/** The findings that the issue tells of: one, or those that share it. */
interface IssueFindings {
  /** The one that was chosen. */
  chosen: StoredDetail;
  /** Null for an issue of one finding. */
  members: IssueMembers | null;
}

/** Null when the issue tells of none. Throws a Refusal for a finding that is not of this issue. */
async function findingsOf(issueId: string, findingId: string | undefined): Promise<IssueFindings | null> {
  const own = await findingOfIssue(issueId);
  const members = await membersOfIssue(issueId);
  const ids = own === null ? members.rows.map(({ finding_id: id }) => id) : [own.finding_id];
  if (findingId !== undefined && !ids.includes(findingId))
    throw new Refusal('not-found', 'That finding does not belong to this issue.');
  const [first] = ids;
  if (own !== null) return { chosen: own, members: null };
  if (first === undefined) return null;
  const chosen = await findingForAudience('everybody', findingId ?? first);
  return chosen === null ? null : { chosen, members };
}

async function knownFindings(issueId: string, findingId: string | undefined): Promise<IssueFindings> {
  const found = await findingsOf(issueId, findingId);
  if (found === null) throw new Refusal('not-found', 'No cloud finding belongs to this issue any more.');
  return found;
}

async function panelOf(issueId: string, findingId: string | undefined, caller: Caller): Promise<PanelView> {
  const found = await findingsOf(issueId, findingId);
  if (found === null) return { kind: 'no-finding' };
  const { chosen, members } = found;
  const exception = await exceptionOf(chosen);
  const [view] = exception === null ? [] : await exceptionViews([{ ...exception, covered: 0 }]);
  const now = Date.now();
  return {
    kind: 'finding',
    finding: detailView(chosen, now),
    shared: members === null ? null : sharedView(members, now),
    exception: view ?? null,
    mayWithdraw: exception?.scope.kind === 'finding' && exception.requestedBy === caller.accountId,
  };
}

function sharedView({ rows, total, failing }: IssueMembers, now: number): SharedIssue {
  return { members: rows.map((row) => rowView(row, now)), total, failing };
}

/** The exception that covers the finding comes before one that somebody asked for. */
async function exceptionOf({
  exception_id: id,
  finding_id: findingId,
}: StoredDetail): Promise<Exception | null> {
  return (id === null ? null : await exceptionRepository.get(id)) ?? exceptionRepository.ofFinding(findingId);
}

async function askForException(
  issueId: string,
  { findingId, ...request }: { findingId?: string | undefined; reason: string; until: number },
  caller: Caller,
): Promise<{ panel: PanelView }> {
  const { chosen } = await knownFindings(issueId, findingId);
  if (chosen.state === 'resolved')
    throw new Refusal('invalid', 'The finding is resolved: there is nothing to make an exception from.');
  await requestForFinding(chosen.finding_id, request, caller);
  return { panel: await panelOf(issueId, findingId, caller) };
}

async function takeBack(
  issueId: string,
  findingId: string | undefined,
  caller: Caller,
): Promise<{ panel: PanelView }> {
  const { chosen } = await knownFindings(issueId, findingId);
  const exception = await exceptionRepository.ofFinding(chosen.finding_id);
  if (exception === null) throw new Refusal('not-found', 'There is no exception to withdraw.');
  await decideOn('withdrawn', { id: exception.id, note: '' }, caller);
  return { panel: await panelOf(issueId, findingId, caller) };
}

async function checkIssueAgain(
  issueId: string,
  findingId: string | undefined,
): Promise<IssuePanelResponses['checkAgain']> {
  const { chosen: before } = await knownFindings(issueId, findingId);
  const { outcome, message } = await checkAgain(before.finding_id);
  const after = await findingForAudience('everybody', before.finding_id);
  if (after === null) throw new Refusal('not-found', 'No cloud finding belongs to this issue any more.');
  return { finding: detailView(after, Date.now()), outcome, message };
}

/** What whoever sees an issue may ask: always of the finding that this issue was filed for. */
export const issuePanel = resolverOf(
  definePage<typeof issuePanelRequests, IssuePanelResponses & Record<string, unknown>, string>({
    requests: issuePanelRequests,
    authorise: asIssueViewer,
    handlers: {
      getPanel: ({ findingId }, issueId, caller) => panelOf(issueId, findingId, caller),
      checkAgain: ({ findingId }, issueId) => checkIssueAgain(issueId, findingId),
      requestException: (request, issueId, caller) => askForException(issueId, request, caller),
      withdrawException: ({ findingId }, issueId, caller) => takeBack(issueId, findingId, caller),
    },
  }),
);
