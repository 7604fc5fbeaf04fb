import { Stack } from '@atlaskit/primitives';
import SectionMessage from '@atlaskit/section-message';
import type { Notice } from '../../../../src/contract/findings';
import { ForeignText } from './foreign-text';

const APPEARANCE = { info: 'information', warning: 'warning', error: 'error' } as const;

/** What the reader has to know before the numbers below mean anything. */
export function Notices({ notices }: { notices: Notice[] }) {
  if (notices.length === 0) return null;
  return (
    <Stack space="space.100">
      {notices.map((notice) => (
        <SectionMessage key={notice.title} appearance={APPEARANCE[notice.kind]} title={notice.title}>
          <p>
            <ForeignText text={notice.text} />
          </p>
        </SectionMessage>
      ))}
    </Stack>
  );
}
