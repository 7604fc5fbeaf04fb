import { Box, xcss } from '@atlaskit/primitives';
import type { ReactNode } from 'react';

const content = xcss({ paddingBlockStart: 'space.200', width: '100%', minWidth: '0' });

/** The inside of a tab panel: its full width, a little below the tabs. */
export function TabContent({ children }: { children: ReactNode }) {
  return <Box xcss={content}>{children}</Box>;
}
