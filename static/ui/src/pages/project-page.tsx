import { projectPageApi } from '../api';
import { FindingsExplorer, type FindingsSource } from '../components/findings-explorer';
import { PageFrame } from '../components/page-frame';

const source: FindingsSource = {
  getSummary: () => projectPageApi('getSummary', {}),
  getFilters: () => projectPageApi('getFilters', {}),
  listFindings: (query) => projectPageApi('listFindings', query),
  getFinding: (findingId) => projectPageApi('getFinding', { findingId }),
};

/** What the scanner found in the AWS accounts that this project's team owns. */
export default function ProjectPage() {
  return (
    <PageFrame
      title="Cloud findings"
      description="What the hourly scan found in the AWS accounts that this project’s team owns."
    >
      <FindingsExplorer source={source} showAccount />
    </PageFrame>
  );
}
