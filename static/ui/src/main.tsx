import '@atlaskit/css-reset';
import './page.css';
import { view } from '@forge/bridge';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createRoot } from 'react-dom/client';
import { AnswerFailure } from './api';
import { PageErrorBoundary } from './components/page-error-boundary';
import { Page } from './page';

/** What was refused is refused the second time too; only what failed may have been a passing trouble. */
function mayRetry(failures: number, error: Error): boolean {
  return failures < 1 && (!(error instanceof AnswerFailure) || error.code === 'failed');
}

const queryClient = new QueryClient({
  defaultOptions: { queries: { retry: mayRetry, refetchOnWindowFocus: false, staleTime: 10_000 } },
});

async function start(container: HTMLElement): Promise<void> {
  await view.theme.enable();
  createRoot(container).render(
    <PageErrorBoundary>
      <QueryClientProvider client={queryClient}>
        <Page />
      </QueryClientProvider>
    </PageErrorBoundary>,
  );
}

const container = document.getElementById('root');
if (container !== null) void start(container);
