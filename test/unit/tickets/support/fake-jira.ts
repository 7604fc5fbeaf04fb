import type { JsonObject } from '../../../../src/domain/json';
import type { NEEDED_PERMISSIONS } from '../../../../src/tickets/filing-target';
import type {
  FilingInDoubt,
  Fingerprint,
  IssueDraft,
  IssueReading,
  IssueRef,
  IssueTracker,
  ScreenField,
  Transition,
} from '../../../../src/tickets/ports';
import { TrackerError } from '../../../../src/tickets/tracker-error';

export interface FakeIssue extends IssueRef {
  projectKey: string;
  status: 'To Do' | 'In Progress' | 'Done';
  fields: JsonObject;
  own: Record<string, string>;
  fingerprint: Fingerprint;
  comments: string[];
  createdAt: number;
}

interface FakeProject {
  issueTypes: string[];
  required: ScreenField[];
  lacks: (typeof NEEDED_PERMISSIONS)[number][];
  visible: boolean;
}

const PRIORITIES = ['Highest', 'High', 'Medium', 'Low'].map((name, index) => ({
  id: String(index + 1),
  name,
}));

function field(id: string, more: Partial<ScreenField> = {}): ScreenField {
  return { id, name: id, required: false, hasDefault: false, kind: 'text', options: [], ...more };
}

/** A small Jira whose search lags behind, as the real one does. */
export class FakeJira implements IssueTracker {
  readonly issues: FakeIssue[] = [];
  readonly projects = new Map<string, FakeProject>();
  /** Milliseconds after which a new issue shows up in search. */
  searchLag = 0;
  calls = 0;
  #lastNumber = 0;
  resolutionRequired = false;
  /** Refuses drafts by their place in the batch. */
  refuse: (draft: IssueDraft) => TrackerError | null = () => null;

  constructor(private readonly clock: { now(): number }) {
    for (const key of ['PAY', 'WEB']) {
      this.projects.set(key, { issueTypes: ['Task', 'Bug'], required: [], lacks: [], visible: true });
    }
  }

  issueOf(findingId: string): FakeIssue {
    const issue = this.issues.find(({ fingerprint }) => fingerprint.id === findingId);
    if (!issue) throw new Error(`No issue for ${findingId}`);
    return issue;
  }

  project(key: string): FakeProject {
    const project = this.projects.get(key);
    if (!project) throw new Error(`No project ${key}`);
    return project;
  }

  async projectFacts(projectKey: string) {
    this.calls += 1;
    const project = this.projects.get(projectKey);
    if (!project?.visible) return { project: null, missingPermissions: [], issueTypes: [] };
    return {
      project: { id: '1', key: projectKey, name: projectKey },
      missingPermissions: [...project.lacks],
      issueTypes: project.issueTypes.map((name) => ({ id: name.toLowerCase(), name })),
    };
  }

  async createFields(projectKey: string) {
    this.calls += 1;
    return [
      field('summary', { required: true }),
      field('project', { required: true }),
      field('issuetype', { required: true }),
      field('reporter', { required: true }),
      field('description'),
      field('labels'),
      field('duedate'),
      field('priority', { options: PRIORITIES }),
      ...this.project(projectKey).required,
    ];
  }

  async createIssues(drafts: readonly IssueDraft[]) {
    this.calls += 1;
    return drafts.map((draft) => {
      const refused = this.refuse(draft);
      if (refused) return refused;
      this.#lastNumber += 1;
      const number = this.#lastNumber;
      const issue: FakeIssue = {
        id: String(10_000 + number),
        key: `PAY-${number}`,
        projectKey: 'PAY',
        status: 'To Do',
        fields: structuredClone(draft.fields),
        own: {},
        fingerprint: structuredClone(draft.fingerprint),
        comments: [],
        createdAt: this.clock.now(),
      };
      this.issues.push(issue);
      return { id: issue.id, key: issue.key };
    });
  }

  async findFiled(filings: readonly FilingInDoubt[]) {
    this.calls += 1;
    const visible = this.issues.filter(
      ({ fingerprint, createdAt }) =>
        filings.some(
          ({ findingId, claimedAt }) => findingId === fingerprint.id && claimedAt === fingerprint.claimedAt,
        ) && createdAt + this.searchLag <= this.clock.now(),
    );
    return new Map(visible.map(({ fingerprint, id, key }) => [fingerprint.id, { id, key }]));
  }

  async readIssue(ref: IssueRef): Promise<IssueReading | 'deleted' | 'hidden'> {
    this.calls += 1;
    const issue = this.issues.find(({ id }) => id === ref.id);
    if (!issue) return 'deleted';
    if (!this.project(issue.projectKey).visible) return 'hidden';
    const priority = issue.fields['priority'];
    const duedate = issue.fields['duedate'];
    return {
      id: issue.id,
      key: issue.key,
      projectKey: issue.projectKey,
      issueTypeName: 'Task',
      done: issue.status === 'Done',
      statusName: issue.status,
      priorityId: isObject(priority) && typeof priority['id'] === 'string' ? priority['id'] : null,
      dueDate: typeof duedate === 'string' ? duedate : null,
      fingerprint: structuredClone(issue.fingerprint),
    };
  }

  async setFieldValues(values: readonly { issueId: string; field: string; value: string }[]) {
    this.calls += 1;
    for (const { issueId, field: key, value } of values) this.#get(issueId).own[key] = value;
  }

  async editIssue(issueId: string, fields: JsonObject) {
    this.calls += 1;
    Object.assign(this.#get(issueId).fields, fields);
  }

  async setFingerprint(issueId: string, fingerprint: Fingerprint) {
    this.calls += 1;
    this.#get(issueId).fingerprint = structuredClone(fingerprint);
  }

  async transitions(issueId: string): Promise<Transition[]> {
    this.calls += 1;
    const { status } = this.#get(issueId);
    const resolution = field('resolution', {
      name: 'Resolution',
      required: this.resolutionRequired,
      options: [
        { id: '9', name: 'Duplicate' },
        { id: '7', name: 'Done' },
      ],
    });
    return [
      { id: '11', name: 'Stop', toStatus: 'To Do', toDone: false, fields: [] },
      { id: '21', name: 'Start', toStatus: 'In Progress', toDone: false, fields: [] },
      { id: '31', name: 'Finish', toStatus: 'Done', toDone: true, fields: [resolution] },
    ].filter(({ toStatus }) => toStatus !== status);
  }

  async transition(issueId: string, transitionId: string, fields: JsonObject) {
    this.calls += 1;
    const issue = this.#get(issueId);
    const status = { '11': 'To Do', '21': 'In Progress', '31': 'Done' } as const;
    if (transitionId !== '11' && transitionId !== '21' && transitionId !== '31')
      throw new Error(transitionId);
    if (transitionId === '31' && this.resolutionRequired && !fields['resolution']) {
      throw new TrackerError('refused', 'resolution: Resolution is required.');
    }
    if (issue.status === status[transitionId]) throw new TrackerError('refused', 'No such transition.');
    issue.status = status[transitionId];
  }

  async addWatcher() {
    this.calls += 1;
  }

  async commentTexts(issueId: string) {
    this.calls += 1;
    return [...this.#get(issueId).comments].reverse();
  }

  async addComment(issueId: string, body: JsonObject) {
    this.calls += 1;
    this.#get(issueId).comments.push(textOf(body));
  }

  #get(id: string): FakeIssue {
    const issue = this.issues.find((each) => each.id === id);
    if (!issue) throw new TrackerError('missing', `No issue ${id}`);
    return issue;
  }
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function textOf(node: JsonObject): string {
  const own = typeof node['text'] === 'string' ? node['text'] : '';
  const content = Array.isArray(node['content']) ? node['content'] : [];
  return own + content.filter(isObject).map(textOf).join('');
}
