import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { jiraApi } from '../../api/jira';
import type { Session } from '../../api/sandbox';
import { AdfDocument } from '../../components/adf';
import { Failure, Loading } from '../../components/feedback';
import { ShellLink } from '../../components/shell-link';
import { AppFrame } from '../../host/app-frame';
import { paths } from '../../router';
import { Comments } from './comments';
import { DeleteIssue } from './delete-issue';
import { IssueDetails } from './issue-details';
import { StatusMenu } from './status-menu';
import { Summary } from './summary';

/** One issue: what it says on the left, with the app's panel; its status and fields on the right. */
export function IssuePage({ session, issueKey }: { session: Session; issueKey: string }) {
  const issue = useQuery({ queryKey: ['jira', 'issue', issueKey], queryFn: () => jiraApi.issue(issueKey) });
  const summary = issue.data?.fields.summary;
  useEffect(() => {
    if (summary !== undefined) document.title = `[${issueKey}] ${summary} - ${session.siteTitle}`;
  }, [issueKey, summary, session.siteTitle]);

  if (issue.isPending) return <Loading label={`Loading ${issueKey}`} />;
  if (issue.isError) return <Failure error={issue.error} retry={() => void issue.refetch()} />;
  const { key, fields } = issue.data;
  const panels = session.modules.filter(({ type }) => type === 'jira:issuePanel');
  return (
    <div className="issue">
      <nav aria-label="Breadcrumbs" className="breadcrumbs">
        <ShellLink to={paths.projects}>Projects</ShellLink>
        {fields.project !== undefined && (
          <ShellLink to={paths.project(fields.project.key)}>{fields.project.name}</ShellLink>
        )}
        <span>{key}</span>
      </nav>
      <div className="issue-columns">
        <div className="issue-main">
          <Summary issueKey={key} summary={fields.summary} />
          <h2>Description</h2>
          {fields.description == null ? (
            <p className="subtle">This issue has no description.</p>
          ) : (
            <AdfDocument value={fields.description} />
          )}
          {panels.map((module) => (
            <section key={module.key} className="panel" aria-label={module.title}>
              <h2>{module.title}</h2>
              <AppFrame
                module={module}
                modules={session.modules}
                placement={{ issueKey: key }}
                basePath={paths.issue(key)}
              />
            </section>
          ))}
          <Comments issueKey={key} />
        </div>
        <aside className="issue-side" aria-label="Details">
          <StatusMenu issueKey={key} status={fields.status} />
          <IssueDetails issue={issue.data} />
          <DeleteIssue issueKey={key} projectKey={fields.project?.key} />
        </aside>
      </div>
    </div>
  );
}
