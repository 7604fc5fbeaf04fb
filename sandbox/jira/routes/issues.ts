import { z } from 'zod';
import { statusBean } from '../beans/configuration';
import { changelogBean, chosenFields, issueBean } from '../beans/issue';
import { invalidPayload, JiraError } from '../errors';
import { fieldMetadata, issueScreen, transitionScreen } from '../fields/screens';
import { type Answer, type Call, created, noContent, ok, route } from '../http/route';
import { createIssue } from '../issues/create';
import { deleteIssue, editIssue } from '../issues/edit';
import { availableTransitions, transitionIssue } from '../issues/transition';
import { issueUpdateSchema } from '../issues/write';
import type { Issue } from '../store/model';

const MAX_BULK = 50;
const MAX_FETCHED = 100;

const issueOf = (call: Call) => call.issue(call.param('issueIdOrKey'));

const createdBean = (call: Call, issue: Issue, transitioned: boolean) => ({
  id: issue.id,
  key: call.site.store.keyOf(issue),
  self: `${call.site.baseUrl}/rest/api/3/issue/${issue.id}`,
  ...(transitioned
    ? { transition: { status: 200, errorCollection: { errorMessages: [], errors: {} } } }
    : {}),
});

function createInBulk(call: Call): Answer {
  const { issueUpdates } = call.body(z.looseObject({ issueUpdates: z.array(issueUpdateSchema) }));
  if (issueUpdates.length === 0) throw invalidPayload();
  if (issueUpdates.length > MAX_BULK) {
    throw new JiraError(400, [`The maximum number of issues that can be created at once is ${MAX_BULK}.`]);
  }
  const issues: unknown[] = [];
  const errors: unknown[] = [];
  for (const [index, update] of issueUpdates.entries()) {
    try {
      const issue = createIssue(call.site, call.caller, update);
      issues.push(createdBean(call, issue, update.transition !== undefined));
    } catch (error) {
      if (!(error instanceof JiraError)) throw error;
      errors.push({ status: error.status, elementErrors: error.body, failedElementNumber: index });
    }
  }
  return { status: issues.length > 0 ? 201 : 400, body: { issues, errors } };
}

function view(call: Call, asked: string[], expand: string[], properties: string[]) {
  return { fields: chosenFields(call.site, asked, '*all'), expand: new Set(expand), properties };
}

function transitions(call: Call) {
  const { site, caller } = call;
  const issue = issueOf(call);
  const project = site.store.projectOf(issue);
  const only = call.query.get('transitionId');
  const withFields = call.list('expand').includes('transitions.fields');
  return availableTransitions(site, caller, issue)
    .filter((transition) => only === null || transition.id === only)
    .map((transition) => ({
      id: transition.id,
      name: transition.name,
      to: statusBean(site, site.store.status(transition.to)),
      hasScreen: transition.screen !== undefined,
      isGlobal: transition.from === undefined,
      isInitial: false,
      isAvailable: true,
      isConditional: false,
      looped: transition.to === issue.statusId,
      ...(withFields
        ? {
            fields: Object.fromEntries(
              transitionScreen(site, transition).map((entry) => [
                entry.field.id,
                fieldMetadata(site, project, null, entry),
              ]),
            ),
          }
        : {}),
    }));
}

const fetchSchema = z.object({
  issueIdsOrKeys: z.array(z.string()).min(1),
  fields: z.array(z.string()).optional(),
  expand: z.array(z.string()).optional(),
  properties: z.array(z.string()).optional(),
});

export const issueRoutes = [
  route('POST', '/issue', (call) => {
    const update = call.body(issueUpdateSchema);
    return created(
      createdBean(call, createIssue(call.site, call.caller, update), update.transition !== undefined),
    );
  }),
  route('POST', '/issue/bulk', createInBulk),
  route('POST', '/issue/bulkfetch', (call) => {
    const request = call.body(fetchSchema);
    if (request.issueIdsOrKeys.length > MAX_FETCHED) {
      throw new JiraError(400, [
        `The maximum number of issues that can be fetched at once is ${MAX_FETCHED}.`,
      ]);
    }
    const asked = view(
      call,
      request.fields ?? ['*navigable'],
      request.expand ?? [],
      request.properties ?? [],
    );
    // Issues that do not exist, or that the caller may not see, are left out without a word.
    const found = new Set(
      request.issueIdsOrKeys
        .flatMap((idOrKey) => call.site.store.issue(idOrKey) ?? [])
        .filter((issue) => call.site.permissions.canBrowse(call.caller.accountId, issue)),
    );
    const issues = [...found].sort((a, b) => Number(a.id) - Number(b.id));
    return ok({ issues: issues.map((issue) => issueBean(call.site, issue, asked)), issueErrors: [] });
  }),
  route('GET', '/issue/{issueIdOrKey}', (call) =>
    ok(
      issueBean(
        call.site,
        issueOf(call),
        view(call, call.list('fields'), call.list('expand'), call.list('properties')),
      ),
    ),
  ),
  route('PUT', '/issue/{issueIdOrKey}', (call) => {
    const issue = issueOf(call);
    editIssue(call.site, call.caller, issue, call.body(issueUpdateSchema));
    if (!call.flag('returnIssue', false)) return noContent;
    return ok(issueBean(call.site, call.issue(issue.id), view(call, [], call.list('expand'), [])));
  }),
  route('DELETE', '/issue/{issueIdOrKey}', (call) => {
    deleteIssue(call.site, call.caller, issueOf(call));
    return noContent;
  }),
  route('PUT', '/issue/{issueIdOrKey}/assignee', (call) => {
    const { accountId } = call.body(z.looseObject({ accountId: z.string().nullable() }));
    editIssue(call.site, call.caller, issueOf(call), { fields: { assignee: { accountId } } });
    return noContent;
  }),
  route('GET', '/issue/{issueIdOrKey}/editmeta', (call) => {
    const project = call.site.store.projectOf(issueOf(call));
    return ok({
      fields: Object.fromEntries(
        issueScreen(call.site, project).map((entry) => [
          entry.field.id,
          fieldMetadata(call.site, project, null, entry),
        ]),
      ),
    });
  }),
  route('GET', '/issue/{issueIdOrKey}/transitions', (call) =>
    ok({ expand: 'transitions', transitions: transitions(call) }),
  ),
  route('POST', '/issue/{issueIdOrKey}/transitions', (call) => {
    transitionIssue(call.site, call.caller, issueOf(call), call.body(issueUpdateSchema));
    return noContent;
  }),
  route('GET', '/issue/{issueIdOrKey}/changelog', (call) => {
    const issue = issueOf(call);
    const groups = issue.history.map((group) => changelogBean(call.site, group));
    return ok(call.page(groups, `/issue/${issue.id}/changelog`, { byDefault: 100, most: 100 }));
  }),
];
