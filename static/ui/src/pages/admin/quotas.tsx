import DynamicTable from '@atlaskit/dynamic-table';
import { Text } from '@atlaskit/primitives';
import type { QuotaUse } from '../../../../../src/contract/health';
import { PageSection } from '../../components/page-section';
import { percent, QUOTA_WORDS, shareOf } from './health-words';

const HEAD = {
  cells: [
    { key: 'quota', content: 'Quota', width: 46 },
    { key: 'used', content: 'Used at the most', width: 20 },
    { key: 'limit', content: 'Of', width: 18 },
    { key: 'share', content: 'Share', width: 16 },
  ],
};

function cells(use: QuotaUse) {
  const { name, amount } = QUOTA_WORDS[use.quota];
  return {
    key: use.quota,
    cells: [
      { key: 'quota', content: name },
      { key: 'used', content: amount(use.used) },
      { key: 'limit', content: amount(use.limit) },
      { key: 'share', content: percent(shareOf(use)) },
    ],
  };
}

/** What scans and tickets take of what Forge and Jira allow. */
export function Quotas({ quotas }: { quotas: readonly QuotaUse[] }) {
  return (
    <PageSection title="Quotas">
      <Text>
        What scans and issues took of what Forge and Jira allow, in the busiest minute or hour of the last
        day. Pages that people open are not counted, nor is what is stored beside the findings: the audit log,
        what was done to issues, a week of work items. That may be a third as much again.
      </Text>
      <div className="table-scroll">
        <DynamicTable label="Quotas" head={HEAD} rows={quotas.map(cells)} />
      </div>
    </PageSection>
  );
}
