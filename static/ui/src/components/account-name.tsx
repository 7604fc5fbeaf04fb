import { Stack, Text } from '@atlaskit/primitives';
import { ForeignText } from './foreign-text';

/** An AWS account as a cell of a table: what people call it, over its id. */
export function AccountName({ name, id }: { name: string; id: string }) {
  return (
    <Stack space="space.025">
      <Text>
        <ForeignText text={name} />
      </Text>
      <Text size="small" color="color.text.subtle">
        {id}
      </Text>
    </Stack>
  );
}
