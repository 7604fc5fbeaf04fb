import pLimit from 'p-limit';
import { storedArn } from '../../domain/finding';
import { type ArnSpan, compareArns, type Evaluation, type RuleCoverage } from '../../domain/scan-outcome';
import type { ScanRest } from '../../domain/scan-rest';
import { GLOBAL_SCOPE, type Scope } from '../../domain/scope';
import type { AccountInfo, EnabledRule, Resource, ResourceType } from '../../rules/define';
import type { RequestBudget } from '../request-budget';
import { judgeResource, parameterProblem } from './judge-resource';
import type { Listing, ResourceReaders } from './resource-readers';
import { UnreadableError } from './unreadable';

/**
 * Resources that are judged at the same time; the readers limit the requests in flight. When requests run out, that many
 * have been read in vain.
 */
const CONCURRENT_RESOURCES = 25;

export interface GroupOutcome {
  evaluations: Evaluation[];
  coverage: RuleCoverage[];
  unread: UnreadableError[];
}

interface GroupInput {
  account: AccountInfo;
  scope: Scope;
  readers: ResourceReaders;
  requests: RequestBudget;
  now: number;
  only?: { resourceArn?: string };
  rest?: Pick<ScanRest, 'after' | 'oneByOne'>;
}

/** What the rules came to for one resource. */
interface Judged {
  evaluations: Evaluation[];
  unread: UnreadableError[];
}

/** The rules that judge the same kind of resource, so that it is listed once for all of them. */
export function groupsOf(rules: EnabledRule[]): EnabledRule[][] {
  const groups = new Map<string, EnabledRule[]>();
  for (const enabled of rules) {
    const key = enabled.rule.resource.key;
    groups.set(key, [...(groups.get(key) ?? []), enabled]);
  }
  return [...groups.values()];
}

/**
 * One pass of the rules of one kind of resource, in the order of their ARNs, so that another invocation can go on where
 * this one stopped. What it has so far can be taken at any moment.
 */
export class RuleGroupScan {
  started = false;
  finished = false;
  readonly ruleIds: string[];
  readonly #type: ResourceType<Resource>;
  readonly #input: GroupInput;
  readonly #after: string | null;
  readonly #usable: EnabledRule[];
  readonly #unusable: { enabled: EnabledRule; problem: string }[];
  readonly #judged: Judged[] = [];
  #resources: Resource[] = [];
  #failures: UnreadableError[] = [];

  /** `rules` is not empty and of one kind of resource. */
  constructor(rules: EnabledRule[], input: GroupInput) {
    const [first] = rules;
    if (first === undefined) throw new RangeError('A group has at least one rule');
    this.#type = first.rule.resource;
    this.#input = input;
    this.#after = input.rest?.after[this.#type.key] ?? null;
    this.ruleIds = rules.map(({ rule }) => rule.id);
    const checked = rules.map((enabled) => ({ enabled, problem: parameterProblem(enabled) }));
    this.#usable = checked.filter(({ problem }) => problem === null).map(({ enabled }) => enabled);
    this.#unusable = checked.flatMap(({ enabled, problem }) =>
      problem === null ? [] : [{ enabled, problem }],
    );
  }

  get key(): string {
    return this.#type.key;
  }

  /** Lists and judges; returns early, unfinished, when `stopped` says so. */
  async run(stopped: () => boolean): Promise<void> {
    this.started = true;
    if (this.#usable.length > 0) {
      const listing = await this.#list();
      // What came after requests ran out may lack what was not asked for.
      if (this.#input.requests.exceeded) return;
      this.#failures = listing.failures;
      this.#resources = this.#wanted(listing.resources);
      const limit = pLimit(this.#input.rest?.oneByOne ? 1 : CONCURRENT_RESOURCES);
      await Promise.all(
        this.#resources.map((resource, index) =>
          limit(() => (stopped() ? undefined : this.#judge(resource, index))),
        ),
      );
      if (this.#first() < this.#resources.length) return;
    }
    this.finished = true;
  }

  /** The ARN up to which every resource has been judged, by this invocation or one before; null where none has. */
  get judgedUpTo(): string | null {
    return this.#resources[this.#first() - 1]?.arn ?? this.#after;
  }

  /** Whether the invocation got anything done of this kind. */
  get progressed(): boolean {
    return this.finished || this.#first() > 0;
  }

  /** Everything of a run that finished; of one that did not, the resources up to `judgedUpTo`. */
  outcome(): GroupOutcome {
    const isPart = this.#after !== null || !this.finished;
    const span = { after: this.#after, upTo: this.finished ? null : this.judgedUpTo };
    return this.#outcome(this.#judged.slice(0, this.#first()), this.#failures, isPart ? span : null);
  }

  /** All that is known of a run that did not finish and is not to be continued: its rules are incomplete. */
  outcomeCutShort(): GroupOutcome {
    // Skips the holes of resources that are not judged yet.
    const judged = this.#judged.filter(() => true);
    const span = this.#after === null ? null : { after: this.#after, upTo: null };
    return this.#outcome(judged, [...this.#failures, this.#cutShort()], span);
  }

  #outcome(judged: Judged[], failures: UnreadableError[], span: ArnSpan | null): GroupOutcome {
    const reason = failures.map((failure) => failure.message).join(' ');
    const part = span === null ? {} : { span };
    const incomplete = (ruleId: string, why: string): RuleCoverage => ({
      ruleId,
      complete: false,
      reason: why,
      ...part,
    });
    return {
      evaluations: [
        ...judged.flatMap(({ evaluations }) => evaluations),
        ...(failures.length === 0 ? [] : this.#usable.map((enabled) => this.#placeholder(enabled, reason))),
        ...this.#unusable.map(({ enabled, problem }) => this.#placeholder(enabled, problem)),
      ].filter(({ resourceArn }) => this.#isWanted(resourceArn)),
      coverage: [
        ...this.#usable.map(
          ({ rule }): RuleCoverage =>
            failures.length === 0
              ? { ruleId: rule.id, complete: true, ...part }
              : incomplete(rule.id, reason),
        ),
        ...this.#unusable.map(({ enabled, problem }) => incomplete(enabled.rule.id, problem)),
      ],
      unread: [...failures, ...judged.flatMap(({ unread }) => unread)],
    };
  }

  async #list(): Promise<Listing> {
    try {
      return await this.#input.readers.list(this.#type);
    } catch (error) {
      return { resources: [], failures: [this.#unforeseen(error)] };
    }
  }

  async #judge(resource: Resource, index: number): Promise<void> {
    const unread: UnreadableError[] = [];
    const judged = await Promise.all(
      this.#usable.map(async (enabled) => {
        const judgement = await judgeResource(enabled, resource, this.#input, (error) => {
          unread.push(error);
        });
        return judgement === null ? null : this.#evaluation(enabled, resource, judgement);
      }),
    );
    // A rule may have made do without an answer that nobody asked for.
    if (this.#input.requests.exceeded) return;
    const exists = judged.every((evaluation) => evaluation !== null);
    this.#judged[index] = { evaluations: exists ? judged : [], unread };
  }

  /** The index of the first resource that has not been judged. */
  #first(): number {
    for (let index = 0; index < this.#resources.length; index += 1) {
      if (!(index in this.#judged)) return index;
    }
    return this.#resources.length;
  }

  #wanted(resources: Resource[]): Resource[] {
    // A page that shifts while it is read can bring a resource twice.
    const byArn = new Map(resources.map((resource) => [resource.arn, resource]));
    const wanted = [...byArn.values()].filter(({ arn }) => this.#isWanted(arn) && this.#isLeft(arn));
    return wanted.sort((a, b) => compareArns(a.arn, b.arn));
  }

  #isWanted(arn: string): boolean {
    const wanted = this.#input.only?.resourceArn;
    return wanted === undefined || wanted === arn || wanted === storedArn(arn);
  }

  #isLeft(arn: string): boolean {
    return this.#after === null || compareArns(arn, this.#after) > 0;
  }

  #evaluation(
    { rule, severity }: EnabledRule,
    resource: Resource,
    judgement: Pick<Evaluation, 'status' | 'message' | 'evidence'>,
  ): Evaluation {
    return {
      ruleId: rule.id,
      accountId: this.#input.account.id,
      region: resource.region,
      scope: this.#input.scope,
      resourceType: rule.resource.type,
      resourceId: resource.id,
      resourceArn: resource.arn,
      resourceName: resource.name ?? null,
      tags: resource.tags ?? {},
      status: judgement.status,
      severity,
      message: judgement.message,
      evidence: judgement.evidence,
    };
  }

  /** Stands for all that the rule could not see: its ARN is the same in every scan. */
  #placeholder(enabled: EnabledRule, reason: string): Evaluation {
    const { account, scope, readers } = this.#input;
    const service = this.#type.type.split('::')[1]?.toLowerCase() || enabled.rule.service;
    const region = scope === GLOBAL_SCOPE ? '' : scope;
    const resource: Resource = {
      id: '*',
      arn: `arn:${readers.partition}:${service}:${region}:${account.id}:*`,
      region: scope,
      name: `Every ${this.#type.label} that could not be read`,
    };
    return this.#evaluation(enabled, resource, { status: 'unknown', message: reason, evidence: {} });
  }

  #cutShort(): UnreadableError {
    const { label } = this.#type;
    const { requests } = this.#input;
    return new UnreadableError({
      operation: `scan:${this.#type.key}`,
      region: this.#input.scope,
      reason: 'timeout',
      message: requests.exceeded
        ? `To read one more ${label} takes more than the ${requests.limit} requests that one invocation may send.`
        : `The time for one scan ran out before every ${label} was read.`,
    });
  }

  #unforeseen(error: unknown): UnreadableError {
    const what = error instanceof Error ? error.message : String(error);
    return new UnreadableError({
      operation: `scan:${this.#type.key}`,
      region: this.#input.scope,
      reason: 'error',
      message: `Listing every ${this.#type.label} failed: ${what}`,
      cause: error,
    });
  }
}
