import EmptyState from '@atlaskit/empty-state';
import SectionMessage, { SectionMessageAction } from '@atlaskit/section-message';
import Spinner from '@atlaskit/spinner';
import { RequestFailed } from '../api/http';

export function Loading({ label }: { label: string }) {
  return (
    <div className="loading">
      <Spinner size="large" label={label} />
    </div>
  );
}

/** What went wrong in the server's words; what is not there or not shown says so calmly. */
export function Failure({ error, retry }: { error: Error; retry?: () => void }) {
  if (error instanceof RequestFailed && (error.status === 404 || error.status === 403)) {
    return <EmptyState header="You can't see this" headingLevel={1} description={error.message} />;
  }
  return (
    <div role="alert">
      <SectionMessage
        appearance="error"
        title="This did not work"
        actions={
          retry === undefined
            ? []
            : [
                <SectionMessageAction key="retry" onClick={retry}>
                  Try again
                </SectionMessageAction>,
              ]
        }
      >
        <p>{error.message}</p>
      </SectionMessage>
    </div>
  );
}
