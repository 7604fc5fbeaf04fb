import EmptyState from '@atlaskit/empty-state';
import { useEffect } from 'react';
import type { Session } from '../api/sandbox';
import { AppFrame } from '../host/app-frame';
import { paths } from '../router';

const NO_PLACEMENT = {};

/** A page of the app that belongs to the whole site: from the Apps menu, or from the settings. */
export function AppPage({
  session,
  type,
  moduleKey,
}: {
  session: Session;
  type: 'jira:globalPage' | 'jira:adminPage';
  moduleKey: string;
}) {
  const module = session.modules.find((candidate) => candidate.key === moduleKey && candidate.type === type);
  const title = module?.title;
  useEffect(() => {
    if (title !== undefined) document.title = `${title} - ${session.siteTitle}`;
  }, [title, session.siteTitle]);

  if (module === undefined) {
    return (
      <EmptyState header="No app has this page" headingLevel={1} description={`Module key: ${moduleKey}`} />
    );
  }
  if (type === 'jira:adminPage' && !session.isJiraAdmin) {
    return (
      <EmptyState
        header="You can't see this"
        headingLevel={1}
        description="Only Jira administrators can open the settings of apps."
      />
    );
  }
  const basePath = type === 'jira:adminPage' ? paths.adminApp(moduleKey) : paths.globalApp(moduleKey);
  return <AppFrame module={module} modules={session.modules} placement={NO_PLACEMENT} basePath={basePath} />;
}
