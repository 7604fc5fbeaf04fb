import { Box, Stack, Text } from '@atlaskit/primitives';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue } from 'react';
import { type ExceptionPattern, exceptionPatternSchema } from '../../../../../src/domain/exception';
import { globalPageApi } from '../../api';
import { ErrorMessage } from '../error-message';
import { FindingOfException } from './finding-of-exception';

/** What the pattern covers as it is typed. */
export function PatternPreview({ pattern }: { pattern: ExceptionPattern }) {
  const asked = useDeferredValue(pattern);
  const isComplete = exceptionPatternSchema.safeParse(asked).success;
  const preview = useQuery({
    queryKey: ['exception-preview', asked],
    queryFn: () => globalPageApi('previewException', { pattern: asked }),
    enabled: isComplete,
    placeholderData: keepPreviousData,
  });
  if (!isComplete)
    return <Text color="color.text.subtle">Name rules and resources to see what it would cover.</Text>;
  if (preview.isError) return <ErrorMessage error={preview.error} retry={() => void preview.refetch()} />;
  if (preview.data === undefined) return <Text color="color.text.subtle">Looking what it would cover…</Text>;
  const { total, sample } = preview.data;
  const withIssue = sample.filter(({ issueKey }) => issueKey !== null).length;
  return (
    <div role="status">
      <Stack space="space.100">
        <Text weight="medium">
          {total === 0
            ? 'It covers no open finding now; what matches later is covered too.'
            : `It covers ${total} open ${total === 1 ? 'finding' : 'findings'} now, and what matches later. Granting it closes their issues${sample.length === total ? ` (${withIssue})` : ''}.`}
        </Text>
        {sample.length > 0 && (
          <Box as="ul" paddingInlineStart="space.300">
            {sample.map((finding) => (
              <li key={finding.id}>
                <FindingOfException finding={finding} />
              </li>
            ))}
          </Box>
        )}
        {total > sample.length && (
          <Text color="color.text.subtle">{`And ${total - sample.length} more.`}</Text>
        )}
      </Stack>
    </div>
  );
}
