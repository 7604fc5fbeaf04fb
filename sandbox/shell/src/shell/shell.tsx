import EmptyState from '@atlaskit/empty-state';
import { useQuery } from '@tanstack/react-query';
import { type Session, sandboxApi } from '../api/sandbox';
import { Failure, Loading } from '../components/feedback';
import { AppPage } from '../pages/app-page';
import { IssuePage } from '../pages/issue/issue-page';
import { ProjectPage } from '../pages/project-page';
import { ProjectsPage } from '../pages/projects-page';
import { placeOf, useAddress } from '../router';
import { SandboxBar } from './sandbox-bar';
import { TopBar } from './top-bar';

/** The stand-in for Jira: bars on top, one page below. */
export function Shell() {
  const session = useQuery({
    queryKey: ['session'],
    queryFn: sandboxApi.session,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (session.isPending) return <Loading label="Loading the sandbox" />;
  if (session.isError) return <Failure error={session.error} retry={() => void session.refetch()} />;
  return (
    <>
      <a className="skip-link" href="#content">
        Skip to content
      </a>
      <TopBar session={session.data} />
      <SandboxBar />
      <main id="content" className="content">
        <CurrentPage session={session.data} />
      </main>
    </>
  );
}

function CurrentPage({ session }: { session: Session }) {
  const place = placeOf(useAddress().pathname);
  // Nothing that one person was shown stays on the page of the next.
  const person = session.account.accountId;
  switch (place.page) {
    case 'projects':
      return <ProjectsPage key={person} />;
    case 'project':
      return (
        <ProjectPage
          key={`${person} ${place.projectKey}`}
          session={session}
          projectKey={place.projectKey}
          moduleKey={place.moduleKey}
        />
      );
    case 'issue':
      return <IssuePage key={`${person} ${place.issueKey}`} session={session} issueKey={place.issueKey} />;
    case 'app':
      return (
        <AppPage
          key={`${person} ${place.moduleKey}`}
          session={session}
          type={place.type}
          moduleKey={place.moduleKey}
        />
      );
    case 'unknown':
      return (
        <EmptyState
          header="There is no such page"
          headingLevel={1}
          description="Go to Projects to start again."
        />
      );
  }
}
