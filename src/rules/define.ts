import type { z } from 'zod';
import type { Judgement } from '../domain/judgement';
import type { Severity } from '../domain/severity';

/** What every resource has, whatever its service. Services add lazy questions that ask AWS the first time only. */
export interface Resource {
  /** The short id people use: bucket name, sg-0abc, vol-0abc. */
  id: string;
  arn: string;
  /** The region it is in; `global` for what is in none. */
  region: string;
  /** The Name tag, or the name AWS shows where it differs from the id. */
  name?: string;
  tags?: Record<string, string>;
}

/** A kind of resource that rules judge. The type parameter ties a rule's `judge` to what can be asked of it. */
export interface ResourceType<R extends Resource> {
  /** Our own key; aws/resources/ has one reader per key: `s3-bucket`. */
  readonly key: string;
  /** The CloudFormation type, which findings and exports show: `AWS::S3::Bucket`. */
  readonly type: string;
  /** For people: `S3 bucket`. */
  readonly label: string;
  readonly scope: 'regional' | 'global';
  /** The page of such a resource in its region's console, from `/` on. */
  readonly consolePage: (target: ConsoleTarget) => string;
  readonly _resource?: R;
}

/** A resource as a URL of the console names it: all but `rawArn` is encoded for use in a URL. */
export interface ConsoleTarget {
  id: string;
  arn: string;
  /** The home region for what is in none. */
  region: string;
  rawArn: string;
}

/** Declares a kind of resource. */
export function resourceType<R extends Resource>(kind: Omit<ResourceType<R>, '_resource'>): ResourceType<R> {
  return kind;
}

export interface AccountInfo {
  id: string;
  name: string;
  tier: string;
}

export interface JudgeContext<P> {
  params: P;
  account: AccountInfo;
  /** Milliseconds since 1970; rules have no clock of their own. */
  now: number;
}

/** What guidance may fill in: the resource the reader has in front of them. */
export interface GuidanceTarget {
  accountId: string;
  region: string;
  resourceId: string;
  resourceArn: string;
}

export interface Guidance {
  /** Two sentences: what an attacker or an accident makes of it. */
  why: string;
  /** Console steps, one a line, in order. */
  console: string[];
  /** AWS CLI commands with the resource's own id filled in. */
  cli: (target: GuidanceTarget) => string;
  terraform: (target: GuidanceTarget) => string;
  /** What to look at before changing it: what could break. */
  before: string;
  links: { title: string; url: string }[];
}

export type Pillar =
  | 'security'
  | 'reliability'
  | 'performance-efficiency'
  | 'cost-optimisation'
  | 'operational-excellence';

export interface References {
  /** CIS AWS Foundations Benchmark controls, newest version first: `7.0:3.1.4`. */
  cis?: string[];
  /** AWS Security Hub control ids: `S3.8`. */
  fsbp?: string[];
}

export interface RuleDefinition<R extends Resource, S extends z.ZodType> {
  /** kebab-case, starts with the service; never changes once released, findings are identified by it. */
  id: string;
  title: string;
  service: string;
  severity: Severity;
  pillar: Pillar;
  resource: ResourceType<R>;
  /** A zod object in which every field has a default and a description. */
  parameters: S;
  /** IAM actions that judging needs, the list call of the resource included: the role template is made of them. */
  permissions: string[];
  references: References;
  guidance: Guidance;
  /**
   * Judges one resource. What it awaits on the resource may throw because AWS did not answer; let it: the scanner turns
   * that into unknown with the reason.
   */
  judge(resource: R, context: JudgeContext<z.infer<S>>): Judgement | Promise<Judgement>;
}

/** A rule with its types erased, as the catalogue and the scanner hold it: parameters are parsed at the door. */
export interface Rule extends Omit<RuleDefinition<Resource, z.ZodType>, 'judge'> {
  /** Throws a ZodError when `parameters` are not what the rule takes. */
  judge(resource: Resource, context: JudgeContext<unknown>): Promise<Judgement>;
}

/** Declares a rule. */
export function defineRule<R extends Resource, S extends z.ZodType>(
  definition: RuleDefinition<R, S>,
): Rule & RuleDefinition<R, S> {
  const { judge } = definition;
  return {
    ...definition,
    judge: async (resource: Resource, context: JudgeContext<unknown>) =>
      // The reader of definition.resource.key made this resource, so it is an R; the catalogue cannot express that.
      judge(resource as R, { ...context, params: definition.parameters.parse(context.params ?? {}) }),
  };
}

/** A rule that is switched on, with the severity and parameters that apply. */
export interface EnabledRule {
  rule: Rule;
  severity: Severity;
  params: unknown;
}
