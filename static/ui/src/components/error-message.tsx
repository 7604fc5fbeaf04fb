import SectionMessage, { SectionMessageAction } from '@atlaskit/section-message';
import { AnswerFailure } from '../api';
import { ForeignText } from './foreign-text';

const TITLES: Record<AnswerFailure['code'], string> = {
  forbidden: 'You do not have access to this',
  invalid: 'Something in the input is not right',
  'not-found': 'This is no longer here',
  failed: 'This did not work',
};

/** What went wrong and, where it may help, the way to try again. `title` says of a failure what it is that failed. */
export function ErrorMessage({ error, title, retry }: { error: Error; title?: string; retry?: () => void }) {
  const code = error instanceof AnswerFailure ? error.code : 'failed';
  const canRetry = retry !== undefined && code !== 'forbidden';
  return (
    <div role="alert">
      <SectionMessage
        appearance={code === 'forbidden' ? 'warning' : 'error'}
        title={code === 'failed' && title !== undefined ? title : TITLES[code]}
        actions={
          canRetry
            ? [
                <SectionMessageAction key="retry" onClick={retry}>
                  Try again
                </SectionMessageAction>,
              ]
            : []
        }
      >
        <p>
          <ForeignText text={error.message} />
        </p>
      </SectionMessage>
    </div>
  );
}
