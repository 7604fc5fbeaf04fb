import { z } from 'zod';
import type { Caller, Site } from '../context';
import { fieldErrors, JiraError } from '../errors';
import { type Input, labelProblem, readInput } from '../fields/input';
import type { ScreenField } from '../fields/screens';
import type { Issue, Project } from '../store/model';
import { addComment, readCommentBody } from './comments';

export const issueUpdateSchema = z.looseObject({
  fields: z.record(z.string(), z.unknown()).optional(),
  update: z.record(z.string(), z.array(z.record(z.string(), z.unknown()))).optional(),
  properties: z.array(z.object({ key: z.string(), value: z.json() })).optional(),
  transition: z.looseObject({ id: z.coerce.string() }).optional(),
});
export type IssueUpdate = z.infer<typeof issueUpdateSchema>;

type Write = (issue: Issue) => void;

const labelOperation = z.union([
  z.object({ add: z.string() }),
  z.object({ remove: z.string() }),
  z.object({ set: z.array(z.string()) }),
]);

/**
 * Checks everything that a request sets, on the screen that it goes through.
 * @param errors gathers what is wrong, per field, in Jira's words
 */
export function readWrites(
  site: Site,
  caller: Caller,
  project: Project,
  screen: ScreenField[],
  request: IssueUpdate,
  errors: Record<string, string>,
): Write[] {
  const writes: Write[] = [];
  const take = (fieldId: string, input: Input) => {
    if ('error' in input) errors[fieldId] = input.error;
    else writes.push(input.write);
  };
  const onScreen = (fieldId: string) => screen.find((entry) => entry.field.id === fieldId);
  const offScreen = (fieldId: string) => {
    errors[fieldId] = `Field '${fieldId}' cannot be set. It is not on the appropriate screen, or unknown.`;
  };
  for (const [fieldId, raw] of Object.entries(request.fields ?? {})) {
    const entry = onScreen(fieldId);
    if (!entry) offScreen(fieldId);
    else if (raw === null && entry.required && fieldId !== 'summary')
      errors[fieldId] = `${entry.field.name} is required.`;
    else take(fieldId, readInput(site, project, entry.field, raw));
  }
  for (const [fieldId, operations] of Object.entries(request.update ?? {})) {
    if (fieldId === 'comment') {
      for (const operation of operations) writes.push(readComment(site, caller, project, operation));
      continue;
    }
    const field = onScreen(fieldId)?.field;
    if (request.fields && fieldId in request.fields) {
      errors[fieldId] = `Field '${fieldId}' cannot be set in both 'fields' and 'update'.`;
    } else if (!field) offScreen(fieldId);
    else if (fieldId === 'labels') for (const operation of operations) take(fieldId, readLabel(operation));
    else for (const operation of operations) take(fieldId, readInput(site, project, field, operation['set']));
  }
  return writes;
}

function readLabel(operation: Record<string, unknown>): Input {
  const parsed = labelOperation.safeParse(operation);
  if (!parsed.success) return { error: 'data was not an array of label operations' };
  const { data } = parsed;
  if ('remove' in data) {
    return {
      write: (issue) => {
        issue.labels = issue.labels.filter((label) => label !== data.remove);
      },
    };
  }
  const added = 'add' in data ? [data.add] : data.set;
  const problem = added.map(labelProblem).find((one) => one !== null);
  if (problem) return { error: problem };
  return {
    write: (issue) => {
      issue.labels = [...new Set('add' in data ? [...issue.labels, data.add] : data.set)].sort();
    },
  };
}

function readComment(
  site: Site,
  caller: Caller,
  project: Project,
  operation: Record<string, unknown>,
): Write {
  const added = z.object({ add: z.object({ body: z.unknown() }) }).safeParse(operation);
  if (!added.success) throw fieldErrors({ comment: 'Only the add operation is supported for comments.' });
  if (!site.permissions.has(caller.accountId, 'ADD_COMMENTS', project)) {
    throw new JiraError(403, ['You do not have the permission to comment on this issue.']);
  }
  const body = readCommentBody(added.data.add.body);
  return (issue) => {
    addComment(site, caller, issue, body, []);
  };
}
