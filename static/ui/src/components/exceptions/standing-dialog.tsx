import Button from '@atlaskit/button/new';
import ModalDialog, { ModalBody, ModalFooter, ModalHeader, ModalTitle } from '@atlaskit/modal-dialog';
import { Stack } from '@atlaskit/primitives';
import { useMutation, useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import {
  type ExceptionPattern,
  exceptionPatternSchema,
  reasonSchema,
} from '../../../../../src/domain/exception';
import { DAY_MS } from '../../../../../src/domain/time';
import { globalPageApi } from '../../api';
import { focusFirstInvalid, useFields } from '../../use-fields';
import { ErrorMessage } from '../error-message';
import { asDate, endDateSchema, endOfDay } from './end-date';
import { ExceptionFields } from './exception-fields';
import { PatternFields } from './pattern-fields';
import { PatternPreview } from './pattern-preview';

const schema = z.object({ pattern: exceptionPatternSchema, reason: reasonSchema, until: endDateSchema });
const HALF_A_YEAR_MS = 182 * DAY_MS;
const NO_PATTERN: ExceptionPattern = { ruleIds: [], accountIds: [], arn: null, name: null, tag: null };

/** Asks for an exception of whatever matches a pattern, now and later, and shows what that is. */
export function StandingDialog({ onDone, onClose }: { onDone: () => void; onClose: () => void }) {
  const { values, errors, set, ready, failed } = useFields(
    { pattern: NO_PATTERN, reason: '', until: asDate(Date.now() + HALF_A_YEAR_MS) },
    schema,
  );
  const { pattern, reason, until } = values;
  const filters = useQuery({ queryKey: ['filters'], queryFn: () => globalPageApi('getFilters', {}) });
  const ask = useMutation({
    mutationFn: () => globalPageApi('requestStandingException', { pattern, reason, until: endOfDay(until) }),
    onSuccess: onDone,
    onError: (error) => failed(error),
  });
  return (
    <ModalDialog onClose={onClose} width="large" shouldScrollInViewport shouldCloseOnOverlayClick={false}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (ask.isPending) return;
          if (ready()) ask.mutate();
          else focusFirstInvalid(event.currentTarget);
        }}
      >
        <ModalHeader hasCloseButton>
          <ModalTitle>Ask for a standing exception</ModalTitle>
        </ModalHeader>
        <ModalBody>
          <Stack space="space.200">
            {ask.isError && <ErrorMessage error={ask.error} />}
            {filters.isError && (
              <ErrorMessage
                error={filters.error}
                title="The rules and accounts to choose from could not be loaded"
                retry={() => void filters.refetch()}
              />
            )}
            <PatternFields
              pattern={pattern}
              rules={filters.data?.rules ?? []}
              accounts={filters.data?.accounts ?? []}
              errors={errors}
              onChange={(changed) => set({ pattern: changed })}
            />
            <PatternPreview pattern={pattern} />
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
