import Button from '@atlaskit/button/new';
import ModalDialog, { ModalBody, ModalFooter, ModalHeader, ModalTitle } from '@atlaskit/modal-dialog';
import { Stack, Text } from '@atlaskit/primitives';
import TextArea from '@atlaskit/textarea';
import { useMutation } from '@tanstack/react-query';
import { z } from 'zod';
import type { ExceptionView } from '../../../../../src/contract/exceptions';
import { globalPageApi } from '../../api';
import { useFields } from '../../use-fields';
import { ErrorMessage } from '../error-message';
import { Field } from '../field';
import { ForeignText } from '../foreign-text';
import { asDate, endDateSchema, endOfDay } from './end-date';
import { EndField } from './exception-fields';

export type Verdict = 'grant' | 'decline' | 'withdraw';

const WORDS: Record<Verdict, { title: string; does: string; note: string }> = {
  grant: {
    title: 'Grant the exception',
    does: 'What it covers counts as excepted until its end, and its issues are closed with a comment. Then the findings are open again, with the date they were first seen.',
    note: 'Note for whoever asked',
  },
  decline: {
    title: 'Decline the exception',
    does: 'The finding stays open and the clock of its due date goes on. Whoever asked is told on the issue.',
    note: 'Why not',
  },
  withdraw: {
    title: 'End the exception now',
    does: 'What it covers is open again at once, and its issues are reopened by the next run.',
    note: 'Why',
  },
};

const noteSchema = z.string().trim().max(2000, 'must be at most 2,000 characters');
const whySchema = noteSchema.min(3, 'must say why');

/** Decides about one exception, after saying what that does. */
export function DecisionDialog({
  exception,
  verdict,
  onDone,
  onClose,
}: {
  exception: ExceptionView;
  verdict: Verdict;
  onDone: () => void;
  onClose: () => void;
}) {
  const { id, reason, requestedBy } = exception;
  const { title, does, note } = WORDS[verdict];
  const schema = z.object({
    note: verdict === 'decline' ? whySchema : noteSchema,
    until: verdict === 'grant' ? endDateSchema : z.string(),
  });
  const { values, errors, set, ready, failed } = useFields(
    { note: '', until: asDate(exception.until) },
    schema,
  );
  const decide = useMutation({
    mutationFn: () => {
      if (verdict === 'decline') return globalPageApi('declineException', { id, note: values.note });
      if (verdict === 'withdraw') return globalPageApi('withdrawException', { id, note: values.note });
      return globalPageApi('grantException', { id, note: values.note, until: endOfDay(values.until) });
    },
    onSuccess: onDone,
    onError: (error) => failed(error),
  });
  return (
    <ModalDialog onClose={onClose} width="small">
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!decide.isPending && ready()) decide.mutate();
        }}
      >
        <ModalHeader hasCloseButton>
          <ModalTitle>{title}</ModalTitle>
        </ModalHeader>
        <ModalBody>
          <Stack space="space.150">
            {decide.isError && <ErrorMessage error={decide.error} />}
            <Text>
              <ForeignText text={requestedBy.name} />: “<ForeignText text={reason} />”
            </Text>
            <Text>{does}</Text>
            {verdict === 'grant' && (
              <EndField date={values.until} error={errors['until']} onChange={(until) => set({ until })} />
            )}
            <Field label={note} required={verdict === 'decline'} error={errors['note']}>
              {({ id: fieldId, ...field }) => (
                <TextArea
                  {...field}
                  id={fieldId}
                  minimumRows={2}
                  value={values.note}
                  onChange={(event) => set({ note: event.currentTarget.value })}
                />
              )}
            </Field>
          </Stack>
        </ModalBody>
        <ModalFooter>
          <Button appearance="subtle" onClick={onClose}>
            Cancel
          </Button>
          <Button appearance="primary" type="submit" isLoading={decide.isPending}>
            {title}
          </Button>
        </ModalFooter>
      </form>
    </ModalDialog>
  );
}
