import { z } from 'zod';
import { type Judgement, unknown } from '../../domain/judgement';
import type { AccountInfo, EnabledRule, Resource } from '../../rules/define';
import { ResourceGoneError, UnreadableError } from './unreadable';

/**
 * Judges one resource by one rule; null when the resource no longer exists. Never rejects: what goes wrong becomes
 * unknown, with its reason. `onUnread` hears of what AWS did not answer, and of a rule that failed.
 */
export async function judgeResource(
  enabled: EnabledRule,
  resource: Resource,
  context: { account: AccountInfo; now: number },
  onUnread: (error: UnreadableError) => void,
): Promise<Judgement | null> {
  try {
    const { account, now } = context;
    return await enabled.rule.judge(resource, { account, now, params: enabled.params });
  } catch (error) {
    if (error instanceof UnreadableError) {
      onUnread(error);
      return unknown(error.message, { operation: error.operation, reason: error.reason });
    }
    if (error instanceof ResourceGoneError) return null;
    const failure = ruleFailure(enabled.rule.id, resource, error);
    onUnread(failure);
    return unknown(failure.message);
  }
}

/** A rule that met what nobody foresaw. Somebody has to hear of it: the resource stays unknown until the rule is mended. */
function ruleFailure(ruleId: string, resource: Resource, error: unknown): UnreadableError {
  return new UnreadableError({
    operation: `rule:${ruleId}`,
    region: resource.region,
    reason: 'rule-error',
    message: `The rule ${ruleId} could not judge ${resource.id}: ${describe(error)}`,
    cause: error,
  });
}

/** What is wrong with the rule's parameters, naming each field; null when they are what the rule takes. */
export function parameterProblem(enabled: EnabledRule): string | null {
  const parsed = enabled.rule.parameters.safeParse(enabled.params ?? {});
  return parsed.success ? null : `The rule's parameters are not valid: ${issuesOf(parsed.error)}`;
}

function describe(error: unknown): string {
  if (error instanceof z.ZodError) return issuesOf(error);
  return error instanceof Error ? error.message : String(error);
}

function issuesOf(error: z.ZodError): string {
  return error.issues.map((issue) => `${issue.path.join('.') || 'value'}: ${issue.message}`).join('; ');
}
