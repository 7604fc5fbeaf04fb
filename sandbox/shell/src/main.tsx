// First of all: schemas look at it when they are made.
import './zod-without-eval';
import '@atlaskit/css-reset';
import './shell.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createRoot } from 'react-dom/client';
import { Flags } from './host/flags';
import { Shell } from './shell/shell';
import { applyColorMode } from './theme';

const queryClient = new QueryClient({
  defaultOptions: { queries: { retry: false, refetchOnWindowFocus: false, staleTime: 2_000 } },
});

async function start(container: HTMLElement): Promise<void> {
  await applyColorMode();
  createRoot(container).render(
    <QueryClientProvider client={queryClient}>
      <Shell />
      <Flags />
    </QueryClientProvider>,
  );
}

const container = document.getElementById('root');
if (container !== null) void start(container);
