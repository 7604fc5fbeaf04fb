import EmptyState from '@atlaskit/empty-state';
import Heading from '@atlaskit/heading';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { jiraApi } from '../api/jira';
import type { Session } from '../api/sandbox';
import { Failure, Loading } from '../components/feedback';
import { ShellLink } from '../components/shell-link';
import { AppFrame } from '../host/app-frame';
import { paths } from '../router';
import { IssueList } from './issue-list';

/** A project: its issues, and a tab for each page that the app adds to it. */
export function ProjectPage({
  session,
  projectKey,
  moduleKey,
}: {
  session: Session;
  projectKey: string;
  /** null for the issues. */
  moduleKey: string | null;
}) {
  const project = useQuery({
    queryKey: ['jira', 'project', projectKey],
    queryFn: () => jiraApi.project(projectKey),
  });
  const name = project.data?.name;
  useEffect(() => {
    if (name !== undefined) document.title = `${name} - ${session.siteTitle}`;
  }, [name, session.siteTitle]);

  if (project.isPending) return <Loading label={`Loading ${projectKey}`} />;
  if (project.isError) return <Failure error={project.error} retry={() => void project.refetch()} />;
  const tabs = session.modules.filter(({ type }) => type === 'jira:projectPage');
  return (
    <>
      <Heading size="large" as="h1">
        {project.data.name}
      </Heading>
      <nav aria-label={project.data.name} className="tabs">
        <ShellLink to={paths.project(projectKey)} current={moduleKey === null}>
          Issues
        </ShellLink>
        {tabs.map(({ key, title }) => (
          <ShellLink key={key} to={paths.projectApp(projectKey, key)} current={moduleKey === key}>
            {title}
          </ShellLink>
        ))}
      </nav>
      {moduleKey === null ? (
        <IssueList projectKey={projectKey} />
      ) : (
        <ProjectAppPage session={session} projectKey={projectKey} moduleKey={moduleKey} />
      )}
    </>
  );
}

function ProjectAppPage({
  session,
  projectKey,
  moduleKey,
}: {
  session: Session;
  projectKey: string;
  moduleKey: string;
}) {
  const module = session.modules.find(({ key, type }) => key === moduleKey && type === 'jira:projectPage');
  if (module === undefined) {
    return (
      <EmptyState header="No app has this page" headingLevel={2} description={`Module key: ${moduleKey}`} />
    );
  }
  return (
    <AppFrame
      key={moduleKey}
      module={module}
      modules={session.modules}
      placement={{ projectKey }}
      basePath={paths.projectApp(projectKey, moduleKey)}
    />
  );
}
