import { checkAgain } from '../../composition';
import type { PanelView } from '../../contract/issue-panel';
import { type IssuePanelResponses, issuePanelRequests } from '../../contract/issue-panel';
import { findingOfIssue } from '../../storage/finding-queries';
import { asIssueViewer } from './callers';
import { detailView } from './finding-views';
import { pageResolver } from './page-resolver';
import { Refusal } from './refusal';

async function panelOf(issueId: string): Promise<PanelView> {
  const detail = await findingOfIssue(issueId);
  return detail === null
    ? { kind: 'no-finding' }
    : { kind: 'finding', finding: detailView(detail, Date.now()) };
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
export const issuePanel = pageResolver<
  typeof issuePanelRequests,
  IssuePanelResponses & Record<string, unknown>,
  string
>({
  requests: issuePanelRequests,
  authorise: asIssueViewer,
  handlers: {
    getPanel: (_, issueId) => panelOf(issueId),
    checkAgain: (_, issueId) => checkIssueAgain(issueId),
  },
});
