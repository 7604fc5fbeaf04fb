import { type JiraAppDescription, moduleAri } from './options';
import type { Grant, Issue, Project, ProjectPermission } from './store/model';
import type { JiraStore } from './store/store';

export interface GlobalPermission {
  key: string;
  name: string;
  description: string;
}

const JIRA_GLOBAL_PERMISSIONS: GlobalPermission[] = [
  {
    key: 'ADMINISTER',
    name: 'Administer Jira',
    description:
      'Create and administer projects, issue types, fields, workflows, and schemes for all projects.',
  },
  {
    key: 'USER_PICKER',
    name: 'Browse users and groups',
    description: 'View and select users or groups from the user picker, and share issues.',
  },
  { key: 'BULK_CHANGE', name: 'Make bulk changes', description: 'Modify collections of issues at once.' },
];

/** Who may do what on the site: permission schemes, group membership and the app's own permissions. */
export class Permissions {
  constructor(
    private readonly store: JiraStore,
    private readonly app: JiraAppDescription,
  ) {}

  /** Every global permission that exists here, the app's own included. */
  globalPermissions(): GlobalPermission[] {
    return [
      ...JIRA_GLOBAL_PERMISSIONS,
      ...this.app.globalPermissions.map((permission) => ({
        key: moduleAri(this.app, permission.key),
        name: permission.name,
        description: permission.description ?? '',
      })),
    ];
  }

  /** @returns undefined when there is no global permission of that key */
  hasGlobal(accountId: string, key: string): boolean | undefined {
    if (key === 'ADMINISTER') return this.isAdmin(accountId);
    if (JIRA_GLOBAL_PERMISSIONS.some((permission) => permission.key === key)) {
      return this.store.account(accountId)?.active ?? false;
    }
    const own = this.app.globalPermissions.find((permission) => moduleAri(this.app, permission.key) === key);
    if (!own) return undefined;
    const granted = this.store.site.appPermissionGroups[own.key] ?? [];
    return (
      own.defaultGrants.includes('all') ||
      (own.defaultGrants.includes('jira-administrators') && this.isAdmin(accountId)) ||
      granted.some((group) => this.#isIn(accountId, group))
    );
  }

  isAdmin(accountId: string): boolean {
    return this.#isIn(accountId, this.store.site.adminGroup);
  }

  has(accountId: string, permission: ProjectPermission, project: Project): boolean {
    const account = this.store.account(accountId);
    if (!account?.active) return false;
    const granted = (wanted: ProjectPermission) =>
      (project.permissions[wanted] ?? []).some((grant) => this.#covers(grant, accountId));
    // Jira gives nothing in a project that the person may not browse, whatever else the scheme says.
    return granted('BROWSE_PROJECTS') && (permission === 'BROWSE_PROJECTS' || granted(permission));
  }

  canBrowse(accountId: string, issue: Issue): boolean {
    return this.has(accountId, 'BROWSE_PROJECTS', this.store.projectOf(issue));
  }

  visibleProjects(accountId: string): Project[] {
    return this.store.site.projects.filter((project) => this.has(accountId, 'BROWSE_PROJECTS', project));
  }

  #covers(grant: Grant, accountId: string): boolean {
    if ('group' in grant) return this.#isIn(accountId, grant.group);
    if ('account' in grant) return grant.account === accountId;
    return accountId === this.store.site.appAccountId;
  }

  #isIn(accountId: string, groupName: string): boolean {
    return this.store.site.groups.some(
      (group) => group.name === groupName && group.members.includes(accountId),
    );
  }
}
