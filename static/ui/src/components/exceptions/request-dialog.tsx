import Button from '@atlaskit/button/new';
import ModalDialog, { ModalBody, ModalFooter, ModalHeader, ModalTitle } from '@atlaskit/modal-dialog';
import { Stack } from '@atlaskit/primitives';
import { useMutation } from '@tanstack/react-query';
import { z } from 'zod';
import { reasonSchema } from '../../../../../src/domain/exception';
import { DAY_MS } from '../../../../../src/domain/time';
import { useFields } from '../../use-fields';
import { ErrorMessage } from '../error-message';
import { asDate, endDateSchema, endOfDay } from './end-date';
import { ExceptionFields } from './exception-fields';

const schema = z.object({ reason: reasonSchema, until: endDateSchema });
const THREE_MONTHS_MS = 90 * DAY_MS;

/** Asks for an exception. `until` in milliseconds since 1970. */
export function RequestDialog({
  request,
  onClose,
}: {
  request: (input: { reason: string; until: number }) => Promise<unknown>;
  onClose: () => void;
}) {
  const { values, errors, set, ready, failed } = useFields(
    { reason: '', until: asDate(Date.now() + THREE_MONTHS_MS) },
    schema,
  );
  const ask = useMutation({
    mutationFn: () => request({ reason: values.reason, until: endOfDay(values.until) }),
    onSuccess: onClose,
    onError: (error) => failed(error),
  });
  return (
    <ModalDialog onClose={onClose} width="small">
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!ask.isPending && ready()) ask.mutate();
        }}
      >
        <ModalHeader hasCloseButton>
          <ModalTitle>Ask for an exception</ModalTitle>
        </ModalHeader>
        <ModalBody>
          <Stack space="space.150">
            {ask.isError && <ErrorMessage error={ask.error} />}
            <ExceptionFields values={values} errors={errors} onChange={set} />
          </Stack>
        </ModalBody>
        <ModalFooter>
          <Button appearance="subtle" onClick={onClose}>
            Cancel
          </Button>
          <Button appearance="primary" type="submit" isLoading={ask.isPending}>
            Ask
          </Button>
        </ModalFooter>
      </form>
    </ModalDialog>
  );
}
