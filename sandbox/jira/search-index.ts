import type { Issue } from './store/model';
import type { JiraStore } from './store/store';

interface Write {
  at: number;
  issueId: string;
  issue: Issue | null;
}

/**
 * What a search sees. Jira's search is eventually consistent: a write shows up some time after it was answered, unless
 * the caller names the issue in `reconcileIssues`.
 */
export class SearchIndex {
  readonly #indexed = new Map<string, Issue>();
  #pending: Write[] = [];

  constructor(
    private readonly store: JiraStore,
    private readonly now: () => number,
    /** Milliseconds until a write shows up. */
    public lagMs: number,
  ) {
    for (const issue of store.issues()) this.#indexed.set(issue.id, issue);
    store.onChange((issueId, issue) => this.#pending.push({ at: this.now(), issueId, issue }));
  }

  /**
   * The issues as searches see them now.
   * @param reconcile ids of issues to be shown as they are, not as they were indexed
   */
  documents(reconcile: ReadonlySet<string> = new Set()): Issue[] {
    this.#catchUp();
    const fresh = [...reconcile].flatMap((id) => this.store.issue(id) ?? []);
    const indexed = [...this.#indexed.values()].filter((issue) => !reconcile.has(issue.id));
    return [...indexed, ...fresh];
  }

  #catchUp(): void {
    const due = this.now() - this.lagMs;
    const waiting: Write[] = [];
    for (const write of this.#pending) {
      if (write.at > due) waiting.push(write);
      else if (write.issue) this.#indexed.set(write.issueId, write.issue);
      else this.#indexed.delete(write.issueId);
    }
    this.#pending = waiting;
  }
}
