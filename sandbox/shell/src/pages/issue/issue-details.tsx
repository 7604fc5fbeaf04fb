import { useQuery } from '@tanstack/react-query';
import { type Issue, jiraApi } from '../../api/jira';
import { AppFieldValue, momentOf } from '../../components/field-value';
import { Labels } from './labels';

/** The issue's fields; custom fields only where they have a value, as Jira hides empty ones. */
export function IssueDetails({ issue }: { issue: Issue }) {
  const fields = useQuery({ queryKey: ['jira', 'fields'], queryFn: jiraApi.fields });
  const { key, fields: values } = issue;
  const custom = (fields.data ?? []).filter(({ id, custom }) => custom && values[id] != null);
  return (
    <dl className="details">
      <dt>Type</dt>
      <dd>{values.issuetype?.name}</dd>
      <dt>Priority</dt>
      <dd>{values.priority?.name ?? 'None'}</dd>
      <dt>Assignee</dt>
      <dd>{values.assignee?.displayName ?? 'Unassigned'}</dd>
      <dt>Reporter</dt>
      <dd>{values.reporter?.displayName ?? 'None'}</dd>
      <dt>Labels</dt>
      <dd>
        <Labels issueKey={key} labels={values.labels} />
      </dd>
      {values.duedate != null && (
        <>
          <dt>Due date</dt>
          <dd>{values.duedate}</dd>
        </>
      )}
      {values.resolution != null && (
        <>
          <dt>Resolution</dt>
          <dd>{values.resolution.name}</dd>
        </>
      )}
      {custom.map(({ id, name }) => (
        <div key={id} className="details-row">
          <dt>{name}</dt>
          <dd>
            <AppFieldValue value={values[id]} />
          </dd>
        </div>
      ))}
      {values.created !== undefined && (
        <>
          <dt>Created</dt>
          <dd>{momentOf(values.created)}</dd>
        </>
      )}
      {values.updated !== undefined && (
        <>
          <dt>Updated</dt>
          <dd>{momentOf(values.updated)}</dd>
        </>
      )}
    </dl>
  );
}
