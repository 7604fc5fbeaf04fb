import {
  fieldBean,
  issueTypeBean,
  priorityBean,
  projectBean,
  resolutionBean,
  statusBean,
  statusCategories,
} from '../beans/configuration';
import { IMAGE_TYPES, imageName, initialsImage } from '../beans/images';
import { JiraError } from '../errors';
import { createScreen, fieldMetadata } from '../fields/screens';
import { type Call, ok, route } from '../http/route';
import type { Project } from '../store/model';
import { jiraTime } from '../time';

const PROJECTS = { byDefault: 50, most: 100 };
const LISTS = { byDefault: 50, most: 50 };
const MAX_METADATA = 200;

/** `action` of /project/search: what the caller has to be able to do there. */
const ACTIONS: Record<string, 'BROWSE_PROJECTS' | 'ADMINISTER_PROJECTS' | 'CREATE_ISSUES'> = {
  view: 'BROWSE_PROJECTS',
  browse: 'BROWSE_PROJECTS',
  edit: 'ADMINISTER_PROJECTS',
  create: 'CREATE_ISSUES',
};

function foundProjects(call: Call): Project[] {
  const { permissions } = call.site;
  const query = call.query.get('query')?.toLowerCase();
  const keys = call.list('keys').map((key) => key.toUpperCase());
  const ids = call.list('id');
  const type = call.list('typeKey');
  const action = ACTIONS[call.query.get('action') ?? 'view'];
  if (!action) throw new JiraError(400, [`The action '${call.query.get('action')}' is not known.`]);
  const found = permissions
    .visibleProjects(call.caller.accountId)
    .filter(
      (project) =>
        (!query || `${project.key} ${project.name}`.toLowerCase().includes(query)) &&
        (keys.length === 0 || keys.includes(project.key)) &&
        (ids.length === 0 || ids.includes(project.id)) &&
        (type.length === 0 || type.includes(project.typeKey)) &&
        permissions.has(call.caller.accountId, action, project),
    );
  const orderBy = call.query.get('orderBy') ?? 'key';
  const sign = orderBy.startsWith('-') ? -1 : 1;
  const by = orderBy.replace(/^[-+]/, '') === 'name' ? 'name' : 'key';
  return found.sort((a, b) => a[by].localeCompare(b[by]) * sign);
}

function metadataPage<T>(call: Call, all: T[]) {
  const startAt = call.number('startAt', 0);
  const maxResults = call.number('maxResults', 50);
  if (maxResults > MAX_METADATA) {
    throw new JiraError(400, [`Parameter 'maxResults' must not exceed the limit '${MAX_METADATA}'`]);
  }
  return { startAt, maxResults, total: all.length, values: all.slice(startAt, startAt + maxResults) };
}

/** A project that the caller may create in; Jira answers as for one that does not exist. */
function creatable(call: Call): Project {
  const project = call.project(call.param('projectIdOrKey'));
  if (!call.site.permissions.has(call.caller.accountId, 'CREATE_ISSUES', project)) {
    throw new JiraError(404, [`No project could be found with key '${project.key}'.`]);
  }
  return project;
}

export const configurationRoutes = [
  route('GET', '/serverInfo', ({ site }) =>
    ok({
      baseUrl: site.baseUrl,
      displayUrl: site.baseUrl,
      version: '1001.0.0-SNAPSHOT',
      versionNumbers: [1001, 0, 0],
      deploymentType: 'Cloud',
      buildNumber: 100300,
      buildDate: jiraTime(Date.UTC(2026, 10, 20)),
      serverTime: jiraTime(site.now()),
      scmInfo: 'sandbox',
      serverTitle: site.store.site.siteTitle,
      serverTimeZone: 'Etc/UTC',
    }),
  ),
  route('GET', '/project', (call) => {
    const expand = new Set(call.list('expand'));
    return ok(foundProjects(call).map((project) => projectBean(call.site, project, expand)));
  }),
  route('GET', '/project/search', (call) => {
    const expand = new Set(call.list('expand'));
    const beans = foundProjects(call).map((project) => projectBean(call.site, project, expand));
    return ok(call.page(beans, '/project/search', PROJECTS));
  }),
  route('GET', '/project/{projectIdOrKey}', (call) =>
    ok(
      projectBean(
        call.site,
        call.project(call.param('projectIdOrKey')),
        new Set(['description', 'lead', 'issueTypes', ...call.list('expand')]),
      ),
    ),
  ),
  route('GET', '/project/{projectIdOrKey}/statuses', (call) => {
    const { site } = call;
    const project = call.project(call.param('projectIdOrKey'));
    const workflow = site.store.workflow(project.workflow);
    return ok(
      project.issueTypes.map((id) => {
        const { self, name, subtask } = issueTypeBean(site, site.store.issueType(id));
        const statuses = workflow.statuses.map((status) => statusBean(site, site.store.status(status)));
        return { self, id, name, subtask, statuses };
      }),
    );
  }),
  route('GET', '/issuetype', ({ site }) =>
    ok(site.store.site.issueTypes.map((type) => issueTypeBean(site, type))),
  ),
  route('GET', '/issuetype/project', (call) => {
    const project = call.project(call.query.get('projectId') ?? '');
    return ok(project.issueTypes.map((id) => issueTypeBean(call.site, call.site.store.issueType(id))));
  }),
  route('GET', '/priority', ({ site }) =>
    ok(site.store.site.priorities.map((one) => priorityBean(site, one))),
  ),
  route('GET', '/priority/search', (call) => {
    const ids = call.list('id');
    const name = call.query.get('priorityName')?.toLowerCase();
    const found = call.site.store.site.priorities.filter(
      (one) =>
        (ids.length === 0 || ids.includes(one.id)) &&
        (!name || one.name.toLowerCase().includes(name)) &&
        (!call.flag('onlyDefault', false) || one.id === call.site.store.site.defaultPriorityId),
    );
    return ok(
      call.page(
        found.map((one) => priorityBean(call.site, one)),
        '/priority/search',
        LISTS,
      ),
    );
  }),
  route('GET', '/status', ({ site }) =>
    ok(site.store.site.statuses.map((status) => statusBean(site, status))),
  ),
  route('GET', '/statuscategory', ({ site }) => ok(statusCategories(site))),
  route('GET', '/resolution', ({ site }) =>
    ok(site.store.site.resolutions.map((one) => resolutionBean(site, one))),
  ),
  route('GET', '/universal_avatar/view/type/{type}/owner/{entityId}', (call) => {
    const type = IMAGE_TYPES.find((one) => one === call.param('type'));
    const name = type && imageName(call.site, type, call.param('entityId'));
    if (name === undefined) throw new JiraError(404, ['The avatar was not found.']);
    return { status: 200, svg: initialsImage(name, call.query.get('size') ?? 'medium') };
  }),
  route('GET', '/field', ({ site }) => ok(site.fields.all.map(fieldBean))),
  route('GET', '/field/search', (call) => {
    const types = call.list('type');
    const ids = call.list('id');
    const query = call.query.get('query')?.toLowerCase();
    const found = call.site.fields.all.filter(
      (field) =>
        (types.length === 0 || types.includes(field.custom ? 'custom' : 'system')) &&
        (ids.length === 0 || ids.includes(field.id)) &&
        (!query || `${field.name} ${field.description}`.toLowerCase().includes(query)),
    );
    const beans = found.map((field) => ({
      id: field.id,
      key: field.key,
      name: field.name,
      schema: field.schema ?? { type: 'any' },
      description: field.description,
      isLocked: field.app !== undefined,
    }));
    return ok(call.page(beans, '/field/search', LISTS));
  }),
  route('GET', '/issue/createmeta/{projectIdOrKey}/issuetypes', (call) => {
    const project = creatable(call);
    const types = project.issueTypes.map((id) => issueTypeBean(call.site, call.site.store.issueType(id)));
    const { values, ...page } = metadataPage(call, types);
    return ok({ ...page, issueTypes: values });
  }),
  route('GET', '/issue/createmeta/{projectIdOrKey}/issuetypes/{issueTypeId}', (call) => {
    const project = creatable(call);
    const typeId = call.param('issueTypeId');
    if (!project.issueTypes.includes(typeId))
      throw new JiraError(404, ['Issue type not found in the project.']);
    const type = call.site.store.issueType(typeId);
    const fields = createScreen(call.site, project).map((entry) => ({
      fieldId: entry.field.id,
      ...fieldMetadata(call.site, project, type, entry),
    }));
    const { values, ...page } = metadataPage(call, fields);
    return ok({ ...page, fields: values });
  }),
];
