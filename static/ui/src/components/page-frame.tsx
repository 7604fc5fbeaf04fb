import Heading from '@atlaskit/heading';
import { Box, Inline, Stack, Text, xcss } from '@atlaskit/primitives';
import type { ReactNode } from 'react';

// Jira makes the frame as high as its content, and a dialog has only that much room.
const frame = xcss({ padding: 'space.300', minHeight: '700px' });

/** The head of a full page: its title, a sentence of what it shows, and its main action. */
export function PageFrame({
  title,
  description,
  actions,
  children,
}: {
  title: string;
  description: string;
  actions?: ReactNode;
  children: ReactNode;
}) {
  return (
    <Box xcss={frame} as="main">
      <Stack space="space.300">
        <Inline spread="space-between" alignBlock="start" shouldWrap rowSpace="space.100">
          <Stack space="space.100">
            <Heading size="large" as="h1">
              {title}
            </Heading>
            <Text color="color.text.subtle">{description}</Text>
          </Stack>
          {actions}
        </Inline>
        {children}
      </Stack>
    </Box>
  );
}
