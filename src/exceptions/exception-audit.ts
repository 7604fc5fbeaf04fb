import { type AuditEntry, auditId } from '../domain/audit';
import type { Exception, ExceptionState } from '../domain/exception';

/** The entry of the audit log about a step in the life of an exception, once whoever repeats it. */
export function exceptionAudit(
  { id, scope, reason, until }: Exception,
  state: ExceptionState,
  actor: string | null,
  at: number,
  note = '',
): AuditEntry {
  const what = scope.kind === 'finding' ? `finding ${scope.findingId}` : scope.pattern.ruleIds.join(', ');
  return {
    id: auditId('exception', id, state),
    at,
    actor,
    action: `exception-${state}`,
    subject: what,
    note: note === '' ? reason : note,
    changes: [
      { field: 'until', to: new Date(until).toISOString().slice(0, 10) },
      ...(scope.kind === 'pattern' ? [{ field: 'pattern', to: scope.pattern }] : []),
    ],
  };
}
