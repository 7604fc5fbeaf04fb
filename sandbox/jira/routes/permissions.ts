import { z } from 'zod';
import { fieldErrors, JiraError } from '../errors';
import { type Call, ok, route } from '../http/route';
import {
  PROJECT_PERMISSIONS,
  type Project,
  type ProjectPermission,
  projectPermissionSchema,
} from '../store/model';

const NAMES: Record<ProjectPermission, string> = {
  BROWSE_PROJECTS: 'Browse Projects',
  CREATE_ISSUES: 'Create Issues',
  EDIT_ISSUES: 'Edit Issues',
  TRANSITION_ISSUES: 'Transition Issues',
  ASSIGN_ISSUES: 'Assign Issues',
  ASSIGNABLE_USER: 'Assignable User',
  ADD_COMMENTS: 'Add Comments',
  EDIT_OWN_COMMENTS: 'Edit Own Comments',
  EDIT_ALL_COMMENTS: 'Edit All Comments',
  DELETE_OWN_COMMENTS: 'Delete Own Comments',
  DELETE_ALL_COMMENTS: 'Delete All Comments',
  DELETE_ISSUES: 'Delete Issues',
  ADMINISTER_PROJECTS: 'Administer Projects',
};

/** Every permission that exists on the site. */
function allPermissions(call: Call) {
  const project = PROJECT_PERMISSIONS.map((key) => ({
    key,
    name: NAMES[key],
    type: 'PROJECT' as const,
    description: '',
  }));
  const global = call.site.permissions
    .globalPermissions()
    .map((permission) => ({ ...permission, type: 'GLOBAL' as const }));
  return [...global, ...project];
}

/** The project that ?projectKey=, projectId=, issueKey= or issueId= names; null for the site as a whole. */
function contextProject(call: Call): Project | null {
  const issue = call.query.get('issueKey') ?? call.query.get('issueId');
  if (issue) return call.site.store.projectOf(call.issue(issue));
  const project = call.query.get('projectKey') ?? call.query.get('projectId');
  return project ? call.project(project) : null;
}

function holds(call: Call, key: string, project: Project | null): boolean | undefined {
  const { permissions } = call.site;
  const { accountId } = call.caller;
  const ofProject = projectPermissionSchema.safeParse(key).data;
  if (!ofProject) return permissions.hasGlobal(accountId, key);
  return project
    ? permissions.has(accountId, ofProject, project)
    : permissions.visibleProjects(accountId).some((one) => permissions.has(accountId, ofProject, one));
}

const checkSchema = z.object({
  accountId: z.string().optional(),
  globalPermissions: z.array(z.string().nullable()).nullish(),
  projectPermissions: z
    .array(
      z
        .object({
          permissions: z.array(z.string()),
          projects: z.array(z.coerce.string().nullable()).nullish(),
          issues: z.array(z.coerce.string().nullable()).nullish(),
        })
        .nullable(),
    )
    .nullish(),
});

const MAX_CHECKED = 1000;
const present = <T>(all: (T | null)[] | null | undefined) =>
  (all ?? []).flatMap((one) => (one === null ? [] : [one]));

function check(call: Call) {
  const { site, caller } = call;
  const request = call.body(checkSchema);
  const accountId = request.accountId ?? caller.accountId;
  if (accountId !== caller.accountId && !caller.viaApp && !site.permissions.isAdmin(caller.accountId)) {
    throw new JiraError(403, ['Only Jira administrators can perform this operation.']);
  }
  if (!site.store.account(accountId)) throw fieldErrors({ accountId: `Invalid account ID: ${accountId}` });
  const unknown: Record<string, string> = {};
  const globalPermissions = present(request.globalPermissions).filter((key) => {
    const held = site.permissions.hasGlobal(accountId, key);
    if (held === undefined) unknown[key] = 'Unrecognized permission';
    return held;
  });
  const projectPermissions = present(request.projectPermissions).flatMap((asked) => {
    const keys = asked.permissions.filter((key) => key !== '');
    if (keys.length === 0)
      throw fieldErrors({ permissions: 'At least one project permission has to be given.' });
    const projects = present(asked.projects);
    const issues = present(asked.issues);
    if (projects.length > MAX_CHECKED || issues.length > MAX_CHECKED) {
      throw new JiraError(400, [`At most ${MAX_CHECKED} projects and ${MAX_CHECKED} issues can be checked.`]);
    }
    return keys.flatMap((key) => {
      const permission = projectPermissionSchema.safeParse(key).data;
      if (!permission) {
        unknown[key] = 'Unrecognized permission';
        return [];
      }
      const allowed = (project: Project | undefined) =>
        project !== undefined && site.permissions.has(accountId, permission, project);
      return [
        {
          permission,
          projects: projects.filter((id) => allowed(site.store.project(id))).map(Number),
          issues: issues
            .filter((id) => {
              const issue = site.store.issue(id);
              return issue && allowed(site.store.projectOf(issue));
            })
            .map(Number),
        },
      ];
    });
  });
  if (Object.keys(unknown).length > 0) throw fieldErrors(unknown);
  return { globalPermissions, projectPermissions };
}

export const permissionRoutes = [
  route('GET', '/permissions', (call) => {
    if (!call.site.permissions.isAdmin(call.caller.accountId)) {
      throw new JiraError(403, ['Only Jira administrators can perform this operation.']);
    }
    return ok({ permissions: Object.fromEntries(allPermissions(call).map((one) => [one.key, one])) });
  }),
  route('GET', '/mypermissions', (call) => {
    const asked = call.list('permissions');
    if (asked.length === 0) throw new JiraError(400, ["The 'permissions' query parameter is required."]);
    const project = contextProject(call);
    const known = allPermissions(call);
    const errors: Record<string, string> = {};
    const answers = asked.flatMap((key) => {
      const permission = known.find((one) => one.key === key);
      const havePermission = holds(call, key, project);
      if (!permission || havePermission === undefined) {
        errors[key] = 'Unrecognized permission';
        return [];
      }
      return [[key, { id: String(known.indexOf(permission)), ...permission, havePermission }] as const];
    });
    if (Object.keys(errors).length > 0) throw fieldErrors(errors);
    return ok({ permissions: Object.fromEntries(answers) });
  }),
  route('POST', '/permissions/check', (call) => ok(check(call))),
];
