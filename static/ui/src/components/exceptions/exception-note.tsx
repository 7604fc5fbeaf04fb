import SectionMessage, { SectionMessageAction } from '@atlaskit/section-message';
import type { ExceptionView } from '../../../../../src/contract/exceptions';
import { formatDate } from '../../time';
import { ForeignText } from '../foreign-text';

/** What the reader of an issue has to know of the exception of its finding. */
export function ExceptionNote({
  exception,
  onWithdraw,
}: {
  exception: ExceptionView;
  /** Null for whoever may not take it back. */
  onWithdraw: (() => void) | null;
}) {
  const { state, reason, until, requestedBy, decidedBy, note } = exception;
  const isGranted = state === 'granted';
  return (
    <SectionMessage
      appearance={isGranted ? 'information' : 'discovery'}
      title={
        isGranted
          ? `Excepted until ${formatDate(until)}`
          : `An exception until ${formatDate(until)} waits for the security team`
      }
      actions={
        onWithdraw === null
          ? []
          : [
              <SectionMessageAction key="withdraw" onClick={onWithdraw}>
                {isGranted ? 'End the exception' : 'Take the request back'}
              </SectionMessageAction>,
            ]
      }
    >
      <p>
        <ForeignText text={requestedBy.name} />: “<ForeignText text={reason} />”
        {decidedBy !== null && (
          <>
            {' '}
            <ForeignText text={decidedBy.name} /> granted it
            {note === '' ? (
              '.'
            ) : (
              <>
                : “<ForeignText text={note} />”
              </>
            )}
          </>
        )}
      </p>
    </SectionMessage>
  );
}
