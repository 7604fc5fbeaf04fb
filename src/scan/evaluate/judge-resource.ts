import { z } from 'zod';
import { type Judgement, unknown } from '../../domain/judgement';
import type { AccountInfo, EnabledRule, Resource } from '../../rules/define';
import { UnreadableError } from './unreadable';

export interface Judged {
  judgement: Judgement;
  /** The read that AWS refused; null when the rule judged, or failed by itself. */
  unreadable: UnreadableError | null;
}

/** Judges one resource by one rule. Never rejects: what goes wrong becomes unknown, with its reason. */
export async function judgeResource(
  enabled: EnabledRule,
  resource: Resource,
  context: { account: AccountInfo; now: number },
): Promise<Judged> {
  try {
    const judgement = await enabled.rule.judge(resource, { ...context, params: enabled.params });
    return { judgement, unreadable: null };
  } catch (error) {
    if (error instanceof UnreadableError) {
      const evidence = { operation: error.operation, reason: error.reason };
      return { judgement: unknown(error.message, evidence), unreadable: error };
    }
    return {
      judgement: unknown(`The rule could not judge this resource: ${describe(error)}`),
      unreadable: null,
    };
  }
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
