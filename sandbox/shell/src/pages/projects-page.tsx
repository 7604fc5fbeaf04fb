import EmptyState from '@atlaskit/empty-state';
import Heading from '@atlaskit/heading';
import { useQuery } from '@tanstack/react-query';
import { jiraApi } from '../api/jira';
import { Failure, Loading } from '../components/feedback';
import { ShellLink } from '../components/shell-link';
import { paths } from '../router';

/** The projects that this person may see. */
export function ProjectsPage() {
  const projects = useQuery({ queryKey: ['jira', 'projects'], queryFn: jiraApi.projects });
  if (projects.isPending) return <Loading label="Loading projects" />;
  if (projects.isError) return <Failure error={projects.error} retry={() => void projects.refetch()} />;
  if (projects.data.length === 0) {
    return (
      <EmptyState
        header="No projects"
        headingLevel={1}
        description="You have access to no project of this site. Switch to another user to see more."
      />
    );
  }
  return (
    <>
      <Heading size="large" as="h1">
        Projects
      </Heading>
      <ul className="project-list">
        {projects.data.map(({ key, name }) => (
          <li key={key}>
            <ShellLink to={paths.project(key)}>{name}</ShellLink>
            <span className="subtle">{key}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
