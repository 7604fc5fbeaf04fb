import pLimit from 'p-limit';
import type { Evaluation, RuleCoverage } from '../../domain/scan-outcome';
import { GLOBAL_SCOPE, type Scope } from '../../domain/scope';
import type { AccountInfo, EnabledRule, Resource, ResourceType } from '../../rules/define';
import { judgeResource, parameterProblem } from './judge-resource';
import type { Listing, ResourceReaders } from './resource-readers';
import { UnreadableError } from './unreadable';

/** Resources that are judged at the same time; the readers limit the requests in flight. */
const CONCURRENT_RESOURCES = 50;

export interface GroupOutcome {
  evaluations: Evaluation[];
  coverage: RuleCoverage[];
  unread: UnreadableError[];
}

interface GroupInput {
  account: AccountInfo;
  scope: Scope;
  readers: ResourceReaders;
  now: number;
  only?: { resourceArn?: string };
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

/** One pass of the rules of one kind of resource. What it has so far can be taken at any moment. */
export class RuleGroupScan {
  started = false;
  finished = false;
  readonly ruleIds: string[];
  readonly #type: ResourceType<Resource>;
  readonly #input: GroupInput;
  readonly #usable: EnabledRule[];
  readonly #unusable: { enabled: EnabledRule; problem: string }[];
  readonly #evaluations: Evaluation[][] = [];
  readonly #unread: UnreadableError[] = [];
  #listing: Listing | null = null;

  /** `rules` is not empty and of one kind of resource. */
  constructor(rules: EnabledRule[], input: GroupInput) {
    const [first] = rules;
    if (first === undefined) throw new RangeError('A group has at least one rule');
    this.#type = first.rule.resource;
    this.#input = input;
    this.ruleIds = rules.map(({ rule }) => rule.id);
    const checked = rules.map((enabled) => ({ enabled, problem: parameterProblem(enabled) }));
    this.#usable = checked.filter(({ problem }) => problem === null).map(({ enabled }) => enabled);
    this.#unusable = checked.flatMap(({ enabled, problem }) =>
      problem === null ? [] : [{ enabled, problem }],
    );
  }

  /** Lists and judges; returns early, unfinished, when `outOfTime` says so. */
  async run(outOfTime: () => boolean): Promise<void> {
    this.started = true;
    if (this.#usable.length > 0) {
      this.#listing = await this.#list();
      const resources = this.#wanted(this.#listing.resources);
      const limit = pLimit(CONCURRENT_RESOURCES);
      await Promise.all(
        resources.map((resource, index) =>
          limit(() => (outOfTime() ? undefined : this.#judge(resource, index))),
        ),
      );
      if (this.#evaluationsInOrder().length < resources.length) return;
    }
    this.finished = true;
  }

  /** What was found out so far; where the run did not finish, its rules are incomplete for want of time. */
  outcome(): GroupOutcome {
    const timeout = this.finished ? [] : [this.#ranOutOfTime()];
    const failures = [...(this.#listing?.failures ?? []), ...timeout];
    const reason = failures.map((failure) => failure.message).join(' ');
    const incomplete = (ruleId: string, why: string): RuleCoverage => ({
      ruleId,
      complete: false,
      reason: why,
    });
    return {
      evaluations: [
        ...this.#evaluationsInOrder().flat(),
        ...(failures.length === 0 ? [] : this.#usable.map((enabled) => this.#placeholder(enabled, reason))),
        ...this.#unusable.map(({ enabled, problem }) => this.#placeholder(enabled, problem)),
      ].filter(({ resourceArn }) => this.#isWanted(resourceArn)),
      coverage: [
        ...this.#usable.map(
          ({ rule }): RuleCoverage =>
            failures.length === 0 ? { ruleId: rule.id, complete: true } : incomplete(rule.id, reason),
        ),
        ...this.#unusable.map(({ enabled, problem }) => incomplete(enabled.rule.id, problem)),
      ],
      unread: [...failures, ...this.#unread],
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
    const judged = await Promise.all(
      this.#usable.map(async (enabled) => {
        const judgement = await judgeResource(enabled, resource, this.#input, (error) => {
          this.#unread.push(error);
        });
        return judgement === null ? null : this.#evaluation(enabled, resource, judgement);
      }),
    );
    const exists = judged.every((evaluation) => evaluation !== null);
    this.#evaluations[index] = exists ? judged : [];
  }

  #evaluationsInOrder(): Evaluation[][] {
    // Skips the holes of resources that are not judged yet.
    return this.#evaluations.filter(() => true);
  }

  #wanted(resources: Resource[]): Resource[] {
    // A page that shifts while it is read can bring a resource twice.
    const byArn = new Map(resources.map((resource) => [resource.arn, resource]));
    return [...byArn.values()].filter(({ arn }) => this.#isWanted(arn));
  }

  #isWanted(arn: string): boolean {
    const wanted = this.#input.only?.resourceArn;
    return wanted === undefined || wanted === arn;
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

  #ranOutOfTime(): UnreadableError {
    return new UnreadableError({
      operation: `scan:${this.#type.key}`,
      region: this.#input.scope,
      reason: 'timeout',
      message: `The time for one scan ran out before every ${this.#type.label} was read.`,
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
