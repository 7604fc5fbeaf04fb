import type {
  Account,
  Group,
  Issue,
  IssueType,
  JiraSeed,
  JiraState,
  Priority,
  Project,
  Resolution,
  Status,
  Workflow,
} from './model';

const FIRST_APP_FIELD = 10_101;

type Listener = (issueId: string, issue: Issue | null) => void;

/** A new site's state. */
export function stateFromSeed(seed: JiraSeed): JiraState {
  const ids = seed.issues.flatMap((issue) => [
    Number(issue.id),
    ...issue.comments.map((comment) => Number(comment.id)),
    ...issue.history.map((group) => Number(group.id)),
  ]);
  return {
    version: 1,
    seed: structuredClone(seed),
    appFieldIds: {},
    nextId: Math.max(10_000, ...ids) + 1,
  };
}

/** One site's data with the look-ups that Jira needs; it knows nothing of permissions or of HTTP. */
export class JiraStore {
  readonly #state: JiraState;
  readonly #issues = new Map<string, Issue>();
  readonly #byKey = new Map<string, string>();
  readonly #listeners: Listener[] = [];

  constructor(state: JiraState) {
    this.#state = state;
    for (const issue of state.seed.issues) this.#remember(issue);
  }

  /** Everything but the issues: accounts, groups, projects, workflows and so on. */
  get site(): Omit<JiraSeed, 'issues'> {
    return this.#state.seed;
  }

  /** The whole state, for keeping. */
  snapshot(): JiraState {
    return { ...this.#state, seed: { ...this.#state.seed, issues: [...this.#issues.values()] } };
  }

  /** The id of the app's field, given out at the first time that its module key is seen. */
  appFieldId(moduleKey: string): string {
    const ids = this.#state.appFieldIds;
    ids[moduleKey] ??= `customfield_${FIRST_APP_FIELD + Object.keys(ids).length}`;
    return ids[moduleKey];
  }

  /** Hears of every issue that was written (null: deleted), after the write. */
  onChange(listener: Listener): void {
    this.#listeners.push(listener);
  }

  account(accountId: string): Account | undefined {
    return this.site.accounts.find((account) => account.accountId === accountId);
  }

  groupsOf(accountId: string): Group[] {
    return this.site.groups.filter((group) => group.members.includes(accountId));
  }

  group(nameOrId: string): Group | undefined {
    return this.site.groups.find((group) => group.name === nameOrId || group.groupId === nameOrId);
  }

  project(idOrKey: string): Project | undefined {
    const key = idOrKey.toUpperCase();
    return this.site.projects.find((project) => project.id === idOrKey || project.key === key);
  }

  issueType = (id: string): IssueType => this.#find(this.site.issueTypes, id, 'issue type');
  priority = (id: string): Priority => this.#find(this.site.priorities, id, 'priority');
  status = (id: string): Status => this.#find(this.site.statuses, id, 'status');
  resolution = (id: string): Resolution => this.#find(this.site.resolutions, id, 'resolution');
  workflow = (id: string): Workflow => this.#find(this.site.workflows, id, 'workflow');

  projectOf(issue: Issue): Project {
    return this.#find(this.site.projects, issue.projectId, 'project');
  }

  keyOf(issue: Issue): string {
    return `${this.projectOf(issue).key}-${issue.number}`;
  }

  issues(): Iterable<Issue> {
    return this.#issues.values();
  }

  /** Finds by id, key or a key from before a move. */
  issue(idOrKey: string): Issue | undefined {
    const id = this.#byKey.get(idOrKey.toUpperCase()) ?? idOrKey;
    return this.#issues.get(id);
  }

  nextId(): string {
    return String(this.#state.nextId++);
  }

  /** Takes the next issue number of the project. */
  nextNumber(project: Project): number {
    return project.nextIssueNumber++;
  }

  /** Writes an issue, new or changed. Issues are never changed in place: what a search has indexed stays as it was. */
  put(issue: Issue): void {
    this.#remember(issue);
    for (const listener of this.#listeners) listener(issue.id, issue);
  }

  remove(issue: Issue): void {
    this.#issues.delete(issue.id);
    for (const key of [this.keyOf(issue), ...issue.formerKeys]) this.#byKey.delete(key);
    for (const listener of this.#listeners) listener(issue.id, null);
  }

  /**
   * Changes a project's settings, as an admin would on Jira's own screens (which the sandbox does not have).
   * @throws Error when there is no such project
   */
  updateProject(key: string, change: Partial<Omit<Project, 'id' | 'nextIssueNumber'>>): Project {
    const project = this.project(key);
    if (!project) throw new Error(`The sandbox has no project '${key}'`);
    Object.assign(project, change);
    for (const issue of this.#issues.values()) if (issue.projectId === project.id) this.put(issue);
    return project;
  }

  #remember(issue: Issue): void {
    this.#issues.set(issue.id, issue);
    this.#byKey.set(this.keyOf(issue), issue.id);
    for (const key of issue.formerKeys) this.#byKey.set(key, issue.id);
  }

  #find<T extends { id: string }>(all: T[], id: string, what: string): T {
    const found = all.find((one) => one.id === id);
    if (!found) throw new Error(`The sandbox's Jira data names ${what} ${id}, which it does not define`);
    return found;
  }
}
