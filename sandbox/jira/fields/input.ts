import { z } from 'zod';
import { checkDocument } from '../adf';
import type { Site } from '../context';
import { fieldErrors } from '../errors';
import type { Issue, Project } from '../store/model';
import { isCalendarDay } from '../time';
import type { FieldDefinition } from './catalog';

/** A change that was checked and can be made; or Jira's words for why it cannot. */
export type Input = { write: (issue: Issue) => void } | { error: string };

const named = z.object({ id: z.string(), name: z.string(), key: z.string(), value: z.string() }).partial();
const person = z.union([
  z.object({ accountId: z.string().nullable() }),
  z.object({ id: z.string().nullable() }),
]);

const MAX_LABEL = 255;
const MAX_TEXT_FIELD = 255;

/**
 * Reads the value that a caller gives for a field of its screen.
 * @throws JiraError 400 INVALID_INPUT for a broken document, as Jira answers without naming the field
 */
export function readInput(site: Site, project: Project, field: FieldDefinition, raw: unknown): Input {
  switch (field.id) {
    case 'summary':
      return summary(raw);
    case 'description':
      return description(raw);
    case 'issuetype':
      return issueType(site, project, raw);
    case 'priority':
      return choice(raw, site.store.site.priorities, 'Priority', (issue, id) => {
        issue.priorityId = id;
      });
    case 'resolution':
      return choice(raw, site.store.site.resolutions, 'Resolution', (issue, id) => {
        issue.resolutionId = id;
      });
    case 'labels':
      return labels(raw);
    case 'assignee':
      return assignee(site, project, raw);
    case 'reporter':
      return reporter(site, raw);
    case 'duedate':
      return dueDate(raw);
    default:
      return adminField(field, raw);
  }
}

function summary(raw: unknown): Input {
  if (typeof raw !== 'string' && raw !== null) return { error: 'Operation value must be a string' };
  const text = (raw ?? '').trim();
  if (text === '') return { error: 'You must specify a summary of the issue.' };
  if (/[\r\n]/.test(text)) return { error: 'The summary is invalid because it contains newline characters.' };
  if (text.length > 255) return { error: "Summary can't exceed 255 characters." };
  return {
    write: (issue) => {
      issue.summary = text;
    },
  };
}

function description(raw: unknown): Input {
  const document =
    raw === null
      ? null
      : checkDocument(raw, () =>
          fieldErrors({
            description: 'Operation value must be an Atlassian Document (see the Atlassian Document Format)',
          }),
        );
  return {
    write: (issue) => {
      issue.description = document;
    },
  };
}

function issueType(site: Site, project: Project, raw: unknown): Input {
  const given = named.safeParse(raw);
  const type = project.issueTypes
    .map((id) => site.store.issueType(id))
    .find(
      (one) =>
        given.success && (one.id === given.data.id || (!given.data.id && one.name === given.data.name)),
    );
  if (!type) return { error: 'Specify a valid issue type' };
  return {
    write: (issue) => {
      issue.issueTypeId = type.id;
    },
  };
}

function choice(
  raw: unknown,
  all: { id: string; name: string }[],
  what: string,
  write: (issue: Issue, id: string) => void,
): Input {
  const given = named.safeParse(raw);
  if (!given.success) return { error: 'data was not an object' };
  const { id, name } = given.data;
  const found = all.find((one) => (id === undefined ? one.name === name : one.id === id));
  if (found) return { write: (issue) => write(issue, found.id) };
  if (id !== undefined) return { error: `${what} id '${id}' is not valid` };
  if (name !== undefined) return { error: `${what} name '${name}' is not valid` };
  return { error: `Could not find valid 'id' or 'name' in ${what.toLowerCase()} object.` };
}

/** @returns Jira's complaint about a label, or null */
export function labelProblem(label: string): string | null {
  if (label === '') return 'Label cannot be empty.';
  if (/\s/.test(label)) return `The label '${label}' contains spaces which is invalid.`;
  if (label.length > MAX_LABEL) {
    return `The label '${label.slice(0, 40)}...' exceeds the maximum length of ${MAX_LABEL} characters.`;
  }
  return null;
}

function labels(raw: unknown): Input {
  const given = z.array(z.string()).safeParse(raw ?? []);
  if (!given.success) return { error: 'Operation value must be an array of strings' };
  const problem = given.data.map(labelProblem).find((one) => one !== null);
  if (problem) return { error: problem };
  return {
    write: (issue) => {
      issue.labels = [...new Set(given.data)].sort();
    },
  };
}

function accountOf(raw: unknown): string | null | undefined {
  if (raw === null) return null;
  const given = person.safeParse(raw);
  if (!given.success) return undefined;
  return 'accountId' in given.data ? given.data.accountId : given.data.id;
}

function assignee(site: Site, project: Project, raw: unknown): Input {
  const accountId = accountOf(raw);
  if (accountId === undefined) return { error: 'expected Object containing an accountId' };
  if (accountId === null || accountId === '-1') {
    return {
      write: (issue) => {
        issue.assigneeId = accountId === null ? null : project.leadAccountId;
      },
    };
  }
  const account = site.store.account(accountId);
  if (!account) return { error: `Account id '${accountId}' does not exist` };
  if (!site.permissions.has(accountId, 'ASSIGNABLE_USER', project)) {
    return { error: `User '${accountId}' cannot be assigned issues.` };
  }
  return {
    write: (issue) => {
      issue.assigneeId = accountId;
    },
  };
}

function reporter(site: Site, raw: unknown): Input {
  const accountId = accountOf(raw);
  if (!accountId) return { error: 'Reporter is required.' };
  if (!site.store.account(accountId)) return { error: 'The reporter specified is not a user.' };
  return {
    write: (issue) => {
      issue.reporterId = accountId;
    },
  };
}

function dueDate(raw: unknown): Input {
  if (raw !== null && (typeof raw !== 'string' || !isCalendarDay(raw))) {
    return { error: `Error parsing date string: ${String(raw)}` };
  }
  return {
    write: (issue) => {
      issue.dueDate = raw;
    },
  };
}

function adminField(field: FieldDefinition, raw: unknown): Input {
  const put = (value: string | number | null): Input => ({
    write: (issue) => {
      if (value === null) delete issue.custom[field.id];
      else issue.custom[field.id] = value;
    },
  });
  if (raw === null) return put(null);
  switch (field.admin?.type) {
    case 'select': {
      const given = named.safeParse(raw);
      if (!given.success) return { error: `Specify a valid 'id' or 'name' for ${field.name}` };
      const { id, value } = given.data;
      const option = field.admin.options?.find((one) =>
        id === undefined ? one.value === value : one.id === id,
      );
      return option ? put(option.id) : { error: `Option id '${id ?? value ?? 'null'}' is not valid` };
    }
    case 'number':
      return typeof raw === 'number' ? put(raw) : { error: 'Operation value must be a number' };
    case 'textfield':
      if (typeof raw !== 'string') return { error: 'Operation value must be a string' };
      return raw.length <= MAX_TEXT_FIELD
        ? put(raw)
        : {
            error: `The entered text is too long. It exceeds the allowed limit of ${MAX_TEXT_FIELD} characters.`,
          };
    default:
      return { error: `Field '${field.id}' cannot be set. It is not on the appropriate screen, or unknown.` };
  }
}
