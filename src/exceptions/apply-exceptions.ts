import { covers, type Exception } from '../domain/exception';
import { auditException } from './exception-audit';
import type { ExceptionDeps } from './ports';

/**
 * Makes findings agree with the exceptions in force: what has come to its end expires, what no exception covers any more
 * (its tags or its name changed) is uncovered, what is new is covered, and the clock of what nobody asks an exception for
 * any more goes on. Doing it again changes nothing.
 */
export async function applyExceptions(deps: ExceptionDeps): Promise<void> {
  await expire(deps);
  const inForce = await deps.store.inState('granted');
  const now = deps.now();
  await deps.store.uncoverAllBut(
    inForce.map(({ id }) => id),
    now,
  );
  for (const exception of inForce) await uncoverStrangers(deps, exception, now);
  for (const exception of inForce) await coverNew(deps, exception, now);
  await deps.store.resumeIdle(now);
}

async function expire(deps: ExceptionDeps): Promise<void> {
  const now = deps.now();
  for (const exception of await deps.store.endingBefore(now + 1)) {
    const decision = { state: 'expired', by: null, at: now, note: '' } as const;
    if (await deps.store.decide(exception.id, 'granted', decision))
      await auditException(deps, exception, { state: 'expired', actor: null, at: now });
  }
}

async function uncoverStrangers({ store }: ExceptionDeps, exception: Exception, now: number): Promise<void> {
  if (exception.scope.kind === 'finding') return;
  const strangers: string[] = [];
  for await (const page of store.covered(exception.id))
    strangers.push(...page.filter((finding) => !covers(exception.scope, finding)).map(({ id }) => id));
  if (strangers.length > 0) await store.uncover(strangers, now);
}

async function coverNew({ store }: ExceptionDeps, exception: Exception, now: number): Promise<void> {
  const ids: string[] = [];
  for await (const page of store.candidates(exception.scope))
    ids.push(...page.filter((finding) => covers(exception.scope, finding)).map(({ id }) => id));
  if (ids.length > 0) await store.cover(exception.id, ids, now);
}
