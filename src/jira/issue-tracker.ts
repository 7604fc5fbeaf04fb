import { z } from 'zod';
import { FINGERPRINT_PROPERTY } from '../contract/events';
import { chunksOf } from '../domain/chunks';
import type { JsonObject } from '../domain/json';
import { NEEDED_PERMISSIONS } from '../tickets/filing-target';
import type {
  FilingInDoubt,
  Fingerprint,
  IssueReading,
  IssueRef,
  IssueTracker,
  ProjectFacts,
} from '../tickets/ports';
import type { JiraClient } from './client';
import { addComment, getCommentTexts } from './comments';
import { getCreateFields, getIssueTypes } from './create-metadata';
import { type FieldIds, getOwnFieldIds, setFieldValues } from './custom-fields';
import { setIssueProperty } from './issue-properties';
import { createIssues, editIssue, getIssue, type JiraIssue } from './issues';
import { missingPermissions } from './permissions';
import { getProject } from './projects';
import { jqlString, searchIssues } from './search';
import { DONE_CATEGORY, doTransition, getTransitions } from './transitions';
import { addWatcher } from './watchers';

const fingerprintSchema = z.object({
  id: z.string(),
  written: z
    .object({ priority: z.array(z.string()), dueDate: z.array(z.string()) })
    .default({ priority: [], dueDate: [] }),
  raisedFor: z.number().optional(),
  claimedAt: z.number().optional(),
});

/** Findings asked for in one search, so that the query stays readable for Jira. */
const SEARCH_BATCH = 40;

/**
 * Jira as tickets need it. `extensionPrefix` names what this installation's environment of the app brings along:
 * `ari:cloud:ecosystem::extension/{app}/{environment}/static/`. Make one per run: field ids are looked up once.
 */
export function jiraIssueTracker(jira: JiraClient, extensionPrefix: string): IssueTracker {
  let fieldIds: FieldIds | undefined;
  return {
    projectFacts: (projectKey) => projectFacts(jira, projectKey),
    createFields: (projectKey, issueTypeId) => getCreateFields(jira, projectKey, issueTypeId),
    createIssues: (drafts) =>
      createIssues(
        jira,
        drafts.map(({ fields, fingerprint }) => ({
          fields,
          properties: [{ key: FINGERPRINT_PROPERTY, value: propertyOf(fingerprint) }],
        })),
      ),
    findFiled: (filings) => findFiled(jira, filings),
    readIssue: (issue) => readIssue(jira, issue),
    async setFieldValues(values) {
      fieldIds ??= await getOwnFieldIds(jira, extensionPrefix);
      await setFieldValues(
        jira,
        fieldIds,
        values.map(({ issueId, field, value }) => ({ issueId: Number(issueId), field, value })),
      );
    },
    editIssue: (issueId, fields) => editIssue(jira, issueId, fields),
    setFingerprint: (issueId, fingerprint) =>
      setIssueProperty(jira, issueId, FINGERPRINT_PROPERTY, propertyOf(fingerprint)),
    transitions: (issueId) => getTransitions(jira, issueId),
    transition: (issueId, transitionId, fields) => doTransition(jira, issueId, transitionId, fields),
    commentTexts: (issueId) => getCommentTexts(jira, issueId),
    addComment: (issueId, body) => addComment(jira, issueId, body),
    addWatcher: (issueId, accountId) => addWatcher(jira, issueId, accountId),
  };
}

async function projectFacts(jira: JiraClient, projectKey: string): Promise<ProjectFacts> {
  const project = await getProject(jira, projectKey);
  if (!project) return { project: null, missingPermissions: [], issueTypes: [] };
  const missing = await missingPermissions(jira, project.id, NEEDED_PERMISSIONS);
  // Without the permission to create, Jira answers create metadata as if the project were not there.
  const issueTypes = missing.includes('CREATE_ISSUES') ? [] : await getIssueTypes(jira, project.key);
  return { project, missingPermissions: missing, issueTypes };
}

async function findFiled(
  jira: JiraClient,
  filings: readonly FilingInDoubt[],
): Promise<Map<string, IssueRef>> {
  const found = new Map<string, IssueRef>();
  for (const batch of chunksOf(filings, SEARCH_BATCH)) {
    const jql = batch
      .map(({ findingId }) => `issue.property[${FINGERPRINT_PROPERTY}].id = ${jqlString(findingId)}`)
      .join(' OR ');
    const claims = new Map(batch.map(({ findingId, claimedAt }) => [findingId, claimedAt]));
    for (const issue of await searchIssues(jira, { jql, properties: [FINGERPRINT_PROPERTY] })) {
      const fingerprint = fingerprintOf(issue.properties);
      // An earlier issue of the finding names it too: it was filed for another opening, and may be done.
      if (fingerprint?.claimedAt === undefined || fingerprint.claimedAt !== claims.get(fingerprint.id))
        continue;
      const known = found.get(fingerprint.id);
      // A clone has its properties too; the oldest one is the one that people work on.
      if (!known || Number(issue.id) < Number(known.id)) {
        found.set(fingerprint.id, { id: issue.id, key: issue.key });
      }
    }
  }
  return found;
}

async function readIssue(jira: JiraClient, ref: IssueRef): Promise<IssueReading | 'deleted' | 'hidden'> {
  const issue = await getIssue(jira, ref.id, FINGERPRINT_PROPERTY);
  if (issue) return readingOf(issue);
  // 404 stands for both; an issue is only taken for deleted where the app could have seen it.
  const project = await getProject(jira, projectKeyOf(ref.key));
  if (!project) return 'hidden';
  const missing = await missingPermissions(jira, project.id, ['BROWSE_PROJECTS']);
  return missing.length > 0 ? 'hidden' : 'deleted';
}

function readingOf({ id, key, fields, properties }: JiraIssue): IssueReading {
  return {
    id,
    key,
    projectKey: fields.project.key,
    issueTypeName: fields.issuetype.name,
    done: fields.status.statusCategory.key === DONE_CATEGORY,
    statusName: fields.status.name,
    priorityId: fields.priority?.id ?? null,
    dueDate: fields.duedate ?? null,
    fingerprint: fingerprintOf(properties),
  };
}

function propertyOf({ id, written, raisedFor, claimedAt }: Fingerprint): JsonObject {
  return {
    id,
    written,
    ...(raisedFor === undefined ? {} : { raisedFor }),
    ...(claimedAt === undefined ? {} : { claimedAt }),
  };
}

function fingerprintOf(properties: Record<string, unknown>): Fingerprint | null {
  const parsed = fingerprintSchema.safeParse(properties[FINGERPRINT_PROPERTY]);
  return parsed.success ? parsed.data : null;
}

function projectKeyOf(issueKey: string): string {
  return issueKey.slice(0, issueKey.lastIndexOf('-'));
}
