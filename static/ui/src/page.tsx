import { view } from '@forge/bridge';
import { useQuery } from '@tanstack/react-query';
import { type ComponentType, type LazyExoticComponent, lazy, Suspense } from 'react';
import { openAddress } from './address';
import { showSettingsOn } from './api';
import { ErrorMessage } from './components/error-message';
import { Loading } from './components/loading';

/** The module keys of manifest.yml, each with its page: a person downloads only the page in front of them. */
const PAGES: Record<string, LazyExoticComponent<ComponentType>> = {
  'finding-panel': lazy(() => import('./pages/issue-panel')),
  'findings-project-page': lazy(() => import('./pages/project-page')),
  'findings-global-page': lazy(() => import('./pages/global-page')),
  'findings-admin-page': lazy(() => import('./pages/admin/admin-page')),
};

/** They stand inside of a page of Jira's, whose address is not theirs. */
const PANELS = new Set(['finding-panel']);

/** The page of the module that Jira opened. */
export function Page() {
  const context = useQuery({
    queryKey: ['context'],
    queryFn: async () => {
      const opened = await view.getContext();
      showSettingsOn(opened.moduleKey);
      await openAddress(!PANELS.has(opened.moduleKey));
      return opened;
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (context.isPending) return <Loading label="Loading Cloud findings" />;
  if (context.isError) return <ErrorMessage error={context.error} retry={() => void context.refetch()} />;
  const Selected = PAGES[context.data.moduleKey];
  if (Selected === undefined) {
    return (
      <ErrorMessage
        error={new Error(`Cloud findings has no page for the module “${context.data.moduleKey}”.`)}
      />
    );
  }
  return (
    <Suspense fallback={<Loading label="Loading Cloud findings" />}>
      <Selected />
    </Suspense>
  );
}
