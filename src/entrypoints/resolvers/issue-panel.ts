import { checkAgain } from '../../composition';
import type { PanelView } from '../../contract/issue-panel';
import { type IssuePanelResponses, issuePanelRequests } from '../../contract/issue-panel';
import type { Exception } from '../../domain/exception';
import { exceptionRepository } from '../../storage/exceptions';
import { findingOfIssue, type StoredDetail } from '../../storage/finding-queries';
import { asIssueViewer } from './callers';
import { decideOn, exceptionViews, requestForFinding } from './exceptions';
import { detailView } from './finding-views';
import { type Caller, definePage, resolverOf } from './page-resolver';
import { Refusal } from './refusal';

async function panelOf(issueId: string, caller: Caller): Promise<PanelView> {
  const detail = await findingOfIssue(issueId);
  if (detail === null) return { kind: 'no-finding' };
  const exception = await exceptionOf(detail);
  const [view] = exception === null ? [] : await exceptionViews([{ ...exception, covered: 0 }]);
  return {
    kind: 'finding',
    finding: detailView(detail, Date.now()),
    exception: view ?? null,
    mayWithdraw: exception?.scope.kind === 'finding' && exception.requestedBy === caller.accountId,
  };
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
  request: { reason: string; until: number },
  caller: Caller,
): Promise<{ panel: PanelView }> {
  const detail = await findingOfIssue(issueId);
  if (detail === null) throw new Refusal('not-found', 'No cloud finding belongs to this issue any more.');
  if (detail.state === 'resolved')
    throw new Refusal('invalid', 'The finding is resolved: there is nothing to make an exception from.');
  await requestForFinding(detail.finding_id, request, caller);
  return { panel: await panelOf(issueId, caller) };
}

async function takeBack(issueId: string, caller: Caller): Promise<{ panel: PanelView }> {
  const detail = await findingOfIssue(issueId);
  const exception = detail === null ? null : await exceptionRepository.ofFinding(detail.finding_id);
  if (exception === null) throw new Refusal('not-found', 'There is no exception to withdraw.');
  await decideOn('withdrawn', { id: exception.id, note: '' }, caller);
  return { panel: await panelOf(issueId, caller) };
}

async function checkIssueAgain(issueId: string): Promise<IssuePanelResponses['checkAgain']> {
  const before = await findingOfIssue(issueId);
  if (before === null) throw new Refusal('not-found', 'No cloud finding belongs to this issue any more.');
  const { outcome, message } = await checkAgain(before.finding_id);
  const after = await findingOfIssue(issueId);
  if (after === null) throw new Refusal('not-found', 'No cloud finding belongs to this issue any more.');
  return { finding: detailView(after, Date.now()), outcome, message };
}

/** What whoever sees an issue may ask: always of the finding that this issue was filed for. */
export const issuePanel = resolverOf(
  definePage<typeof issuePanelRequests, IssuePanelResponses & Record<string, unknown>, string>({
    requests: issuePanelRequests,
    authorise: asIssueViewer,
    handlers: {
      getPanel: (_, issueId, caller) => panelOf(issueId, caller),
      checkAgain: (_, issueId) => checkIssueAgain(issueId),
      requestException: (request, issueId, caller) => askForException(issueId, request, caller),
      withdrawException: (_, issueId, caller) => takeBack(issueId, caller),
    },
  }),
);
