import { Flex } from '@atlaskit/primitives';
import Spinner from '@atlaskit/spinner';

/** Says what is being loaded to those who do not see the spinner turn. */
export function Loading({ label }: { label: string }) {
  return (
    <Flex justifyContent="center" alignItems="center">
      <Spinner label={label} size="large" />
    </Flex>
  );
}
