import { ErrorMessage, HelperMessage, Label } from '@atlaskit/form';
import { type ReactNode, useId } from 'react';
import { visibleText } from '../../../../src/domain/visible-text';
import { ForeignText } from './foreign-text';

/** A labelled field: its help below it, or what is wrong with it. */
export function Field({
  label,
  help,
  error,
  required,
  children,
}: {
  label: string;
  help?: string;
  error?: string | undefined;
  required?: boolean;
  children: (props: { id: string; isInvalid: boolean; 'aria-describedby': string }) => ReactNode;
}) {
  const id = useId();
  const messageId = `${id}-message`;
  return (
    <div>
      <Label htmlFor={id}>
        {visibleText(label)}
        {required === true && (
          <span aria-hidden="true" style={{ color: 'var(--ds-text-danger)' }}>
            {' '}
            *
          </span>
        )}
      </Label>
      {children({ id, isInvalid: error !== undefined, 'aria-describedby': messageId })}
      <div id={messageId} aria-live="polite">
        {error === undefined ? (
          help !== undefined && (
            <HelperMessage>
              <ForeignText text={help} />
            </HelperMessage>
          )
        ) : (
          <ErrorMessage>
            <ForeignText text={`${label} ${error}`} />
          </ErrorMessage>
        )}
      </div>
    </div>
  );
}
