import Button from '@atlaskit/button/new';
import EmptyState from '@atlaskit/empty-state';
import Textfield from '@atlaskit/textfield';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { type Issue, jiraApi } from '../api/jira';
import { Failure, Loading } from '../components/feedback';
import { AppFieldValue } from '../components/field-value';
import { ShellLink } from '../components/shell-link';
import { StatusLozenge } from '../components/status-lozenge';
import { navigate, paths, useAddress } from '../router';

const JIRA_FIELDS = ['summary', 'status', 'priority', 'labels', 'assignee'];
/** The app's fields worth a column; the rest is in the issue. */
const APP_COLUMNS = ['Finding severity', 'Finding due'];

/** A project's issues, or whatever the JQL in the box asks for. */
export function IssueList({ projectKey }: { projectKey: string }) {
  const asked = useAddress().searchParams.get('jql');
  const jql = asked ?? `project = ${projectKey} ORDER BY created DESC`;
  const fields = useQuery({ queryKey: ['jira', 'fields'], queryFn: jiraApi.fields });
  const columns = (fields.data ?? []).filter(({ name }) => APP_COLUMNS.includes(name));
  const issues = useInfiniteQuery({
    queryKey: ['jira', 'search', jql, columns.map(({ id }) => id)],
    queryFn: ({ pageParam }) =>
      jiraApi.search(jql, [...JIRA_FIELDS, ...columns.map(({ id }) => id)], pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextPageToken ?? null,
    enabled: fields.isSuccess,
  });

  return (
    <>
      <SearchBox key={jql} jql={jql} onSearch={(wanted) => navigate(searchPath(projectKey, wanted))} />
      {fields.isError && <Failure error={fields.error} retry={() => void fields.refetch()} />}
      {issues.isError && <Failure error={issues.error} retry={() => void issues.refetch()} />}
      {issues.isPending && !fields.isError && <Loading label="Searching" />}
      {issues.isSuccess && (
        <IssueTable issues={issues.data.pages.flatMap((page) => page.issues)} columns={columns} />
      )}
      {issues.hasNextPage && (
        <Button isLoading={issues.isFetchingNextPage} onClick={() => void issues.fetchNextPage()}>
          Show more
        </Button>
      )}
    </>
  );
}

const searchPath = (projectKey: string, jql: string) =>
  `${paths.project(projectKey)}?${new URLSearchParams({ jql })}`;

function SearchBox({ jql, onSearch }: { jql: string; onSearch: (jql: string) => void }) {
  const [text, setText] = useState(jql);
  const id = useId();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSearch(text);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: React 18 does not know the search element
    <form className="search-box" role="search" onSubmit={submit}>
      <label htmlFor={id}>JQL</label>
      <Textfield
        id={id}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        spellCheck={false}
      />
      <Button type="submit">Search</Button>
    </form>
  );
}

function IssueTable({ issues, columns }: { issues: Issue[]; columns: { id: string; name: string }[] }) {
  if (issues.length === 0) {
    return (
      <EmptyState
        header="No issues"
        headingLevel={2}
        description="Nothing matches this search. Issues of Cloud findings appear when a scan has run and its policy is on."
      />
    );
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls has to be reachable by keyboard
    <section className="table-scroll" aria-label="Issues" tabIndex={0}>
      <table className="issue-table">
        <thead>
          <tr>
            <th scope="col">Key</th>
            <th scope="col">Summary</th>
            <th scope="col">Status</th>
            <th scope="col">Priority</th>
            {columns.map(({ id, name }) => (
              <th key={id} scope="col">
                {name}
              </th>
            ))}
            <th scope="col">Labels</th>
          </tr>
        </thead>
        <tbody>
          {issues.map(({ key, fields }) => (
            <tr key={key}>
              <td className="nowrap">
                <ShellLink to={paths.issue(key)}>{key}</ShellLink>
              </td>
              <td className="issue-summary">{fields.summary}</td>
              <td>
                <StatusLozenge status={fields.status} />
              </td>
              <td>{fields.priority?.name}</td>
              {columns.map(({ id }) => (
                <td key={id} className="nowrap">
                  <AppFieldValue value={fields[id]} />
                </td>
              ))}
              <td>
                <span className="labels">
                  {fields.labels.map((label) => (
                    <span key={label} className="label">
                      {label}
                    </span>
                  ))}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
