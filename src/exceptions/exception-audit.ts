import { type AuditEntry, auditId } from '../domain/audit';
import type { Exception, ExceptionState } from '../domain/exception';
import type { ExceptionDeps } from './ports';

/** Writes a step in the life of an exception into the audit log, once whoever repeats it. */
export async function auditException(
  deps: Pick<ExceptionDeps, 'audit' | 'store'>,
  exception: Exception,
  step: { state: ExceptionState; actor: string | null; at: number; note?: string },
): Promise<void> {
  const { scope } = exception;
  const subject =
    scope.kind === 'finding'
      ? ((await deps.store.nameOf(scope.findingId)) ?? `finding ${scope.findingId}`)
      : scope.pattern.ruleIds.join(', ');
  await deps.audit([entryOf(exception, { ...step, subject })]);
}

function entryOf(
  { id, scope, reason, until }: Exception,
  {
    state,
    actor,
    at,
    subject,
    note = '',
  }: { state: ExceptionState; actor: string | null; at: number; subject: string; note?: string },
): AuditEntry {
  return {
    id: auditId('exception', id, state),
    at,
    actor,
    action: `exception-${state}`,
    subject,
    note: note === '' ? reason : note,
    changes: [
      { field: 'until', to: new Date(until).toISOString().slice(0, 10) },
      ...(scope.kind === 'pattern' ? [{ field: 'pattern', to: scope.pattern }] : []),
    ],
  };
}
