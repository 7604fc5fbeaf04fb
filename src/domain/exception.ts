import { z } from 'zod';
import { accountIdSchema } from './account';
import { storableTextSchema } from './storable-text';
import { matchesTag, type Tags, tagPatternSchema } from './tag-pattern';
import { DAY_MS } from './time';
import { matchesWildcard } from './wildcard';

/** Nothing is excepted for longer: what nobody looks at for two years is not a decision any more. */
export const LONGEST_EXCEPTION_DAYS = 731;
/** How long before its end the owner is told. */
export const WARNING_DAYS = 7;

export const reasonSchema = storableTextSchema
  .trim()
  .min(10, 'must say in a sentence why this is acceptable')
  .max(2000, 'must be at most 2,000 characters');

/** What a standing exception covers: resources that all of the patterns match, for some rules. */
export const exceptionPatternSchema = z
  .object({
    /** At least one: an exception never hides a finding of another rule. */
    ruleIds: z.array(z.string().min(1).max(64)).min(1, 'must name at least one rule').max(200),
    /** None: every account. */
    accountIds: z.array(accountIdSchema).max(3000),
    /** `*` stands for any text, `?` for one character. */
    arn: storableTextSchema.trim().min(1).max(1024).nullable(),
    /** Of the resource's name, or its id where it has none. */
    name: storableTextSchema.trim().min(1).max(256).nullable(),
    tag: tagPatternSchema.nullable(),
  })
  .refine(({ arn, name, tag }) => arn !== null || name !== null || tag !== null, {
    path: ['arn'],
    message: 'must name resources by ARN, name or tag; to silence a rule, use a rollout policy',
  });
export type ExceptionPattern = z.infer<typeof exceptionPatternSchema>;

export type ExceptionScope =
  | { kind: 'finding'; findingId: string }
  | { kind: 'pattern'; pattern: ExceptionPattern };

/**
 * - `requested`: somebody asked; nothing is excepted yet.
 * - `granted`: in force until its end.
 * - `declined`, `withdrawn`, `expired`: over.
 */
export const EXCEPTION_STATES = ['requested', 'granted', 'declined', 'withdrawn', 'expired'] as const;
export type ExceptionState = (typeof EXCEPTION_STATES)[number];

/** A decision that findings may stay as they are for a time. People are Atlassian account ids; times milliseconds. */
export interface Exception {
  id: string;
  scope: ExceptionScope;
  reason: string;
  until: number;
  state: ExceptionState;
  requestedBy: string;
  requestedAt: number;
  /** Who granted, declined or withdrew it; null while nobody has, and for what expired by itself. */
  decidedBy: string | null;
  decidedAt: number | null;
  note: string;
}

/** What matching looks at in a finding. */
export interface ExceptableFinding {
  id: string;
  ruleId: string;
  accountId: string;
  resourceArn: string;
  resourceId: string;
  resourceName: string | null;
  tags: Tags;
}

/** Whether the exception is about this finding; whether it is in force is another question. */
export function covers(scope: ExceptionScope, finding: ExceptableFinding): boolean {
  if (scope.kind === 'finding') return scope.findingId === finding.id;
  const { ruleIds, accountIds, arn, name, tag } = scope.pattern;
  return (
    ruleIds.includes(finding.ruleId) &&
    (accountIds.length === 0 || accountIds.includes(finding.accountId)) &&
    (arn === null || matchesWildcard(arn, finding.resourceArn)) &&
    (name === null || matchesWildcard(name, finding.resourceName ?? finding.resourceId)) &&
    (tag === null || matchesTag(tag, finding.tags))
  );
}

/** What is wrong with the end of an exception, in words; null when nothing is. Both in milliseconds since 1970. */
export function problemWithEnd(until: number, now: number): string | null {
  if (until <= now) return 'must be in the future';
  if (until > now + LONGEST_EXCEPTION_DAYS * DAY_MS)
    return 'must be within two years: an exception is for a time';
  return null;
}

/** Whether the owner is to be told now that it ends soon. */
export function endsSoon({ state, until }: Pick<Exception, 'state' | 'until'>, now: number): boolean {
  return state === 'granted' && until > now && until - now <= WARNING_DAYS * DAY_MS;
}
