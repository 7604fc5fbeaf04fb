import Heading from '@atlaskit/heading';
import { Stack, Text } from '@atlaskit/primitives';
import type { ReactNode } from 'react';

/** A part of a page under a heading of its own. */
export function PageSection({
  title,
  help,
  children,
}: {
  title: string;
  help?: string;
  children: ReactNode;
}) {
  return (
    <Stack space="space.100">
      <Heading size="small" as="h2">
        {title}
      </Heading>
      {help !== undefined && <Text color="color.text.subtle">{help}</Text>}
      {children}
    </Stack>
  );
}
