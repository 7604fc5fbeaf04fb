import { SEVERITIES } from '../../../src/domain/severity';
import { catalogue } from '../../../src/rules/index';
import { dropOldAudit } from '../../../src/storage/audit-log';
import { escalationRepository } from '../../../src/storage/escalations';
import { exceptionRepository } from '../../../src/storage/exceptions';
import {
  changingCounts,
  countInTurn,
  dropEmptyCounts,
  ensureCounted,
} from '../../../src/storage/finding-counts';
import { dropOldResolved, findingsOfScope, resolveOff, resolveOrphans } from '../../../src/storage/findings';
import { dropOldRuns, unfinishedRuns } from '../../../src/storage/runs';
import { scopeHistory } from '../../../src/storage/scopes';
import { countSlaDay } from '../../../src/storage/sla-days';
import { ticketStore } from '../../../src/storage/ticket-store';
import { countWorkItems, idleWorkItems, workItemsStartingAfter } from '../../../src/storage/work-items';
import { MOST_PER_RUN } from '../../../src/tickets/escalate';
import type { Estate } from './load';
import type { PageRequest } from './pages';

/**
 * What the hourly trigger, each scan, each run of the tickets and the preview of the rollout ask, as an hour asks it in which
 * next to nothing changed. `readsAll`: it is meant to go through every finding.
 */
export function backgroundRequests(estate: Estate, now: number): (PageRequest & { readsAll?: boolean })[] {
  const one = <Item>(random: () => number, items: readonly Item[]): Item => {
    const item = items[Math.floor(random() * items.length)];
    if (item === undefined) throw new Error('There is nothing to choose from.');
    return item;
  };
  const critical = catalogue.filter(({ severity }) => severity === SEVERITIES[0]).map(({ id }) => id);
  const pairs = { accountIds: estate.accounts, ruleIds: critical };
  const run = async () => (await unfinishedRuns())[0]?.runId ?? '';
  return [
    {
      name: 'scan: what is stored of a scope',
      ask: (random) => findingsOfScope(one(random, estate.accounts), one(random, estate.regions)),
    },
    {
      name: 'scan: counting a scope again',
      ask: (random) =>
        changingCounts(
          { scopes: [{ accountId: one(random, estate.accounts), scope: one(random, estate.regions) }] },
          async () => undefined,
        ),
    },
    { name: 'scan: whether all items have ended', ask: async () => countWorkItems(await run()) },
    { name: 'trigger: what is known of scopes', ask: () => scopeHistory(estate.accounts) },
    {
      name: 'trigger: items of a run',
      ask: async () => [
        await idleWorkItems(await run(), now),
        await workItemsStartingAfter(await run(), now),
      ],
    },
    { name: 'trigger: old runs', ask: () => dropOldRuns(now) },
    { name: 'trigger: old audit log', ask: () => dropOldAudit(now) },
    { name: 'trigger: findings resolved long ago', ask: () => dropOldResolved(now) },
    { name: 'trigger: counting some accounts anew', ask: () => countInTurn(now) },
    { name: 'trigger: empty counts', ask: () => dropEmptyCounts() },
    { name: 'reader: what is not counted', ask: () => ensureCounted(now) },
    {
      name: 'end of a run: rules and accounts that are off',
      ask: () => resolveOrphans({ ruleIds: estate.rules, accountIds: estate.accounts }, now),
    },
    {
      name: 'end of a run: rules that are off somewhere',
      ask: () => resolveOff([{ accountIds: estate.accounts, ruleIds: ['no-such-rule'] }], now),
    },
    {
      name: 'tickets: exceptions that end, and the clock of the SLA',
      ask: async () => {
        await exceptionRepository.endingBefore(now);
        await exceptionRepository.resumeIdle(now);
      },
    },
    {
      name: 'tickets: what a standing exception may cover',
      ask: async (random) => {
        const pattern = {
          ruleIds: [one(random, estate.rules)],
          accountIds: [],
          arn: '*',
          name: null,
          tag: null,
        };
        for await (const _ of exceptionRepository.candidates({ kind: 'pattern', pattern }));
      },
    },
    {
      name: 'tickets: past their due date',
      ask: () =>
        escalationRepository.pastDue({
          now,
          filed: [pairs],
          escalatedBefore: null,
          failedSince: now,
          limit: MOST_PER_RUN + 1,
        }),
    },
    { name: 'tickets: creates in doubt', ask: () => ticketStore.inDoubt() },
    {
      name: 'tickets: critical findings to file, and issues to keep',
      ask: async () => {
        for await (const _ of ticketStore.findingsToPlan({ single: [pairs], shared: [] }));
      },
    },
    { name: 'tickets: what ended before it was filed', ask: () => ticketStore.dropUnfiled(now) },
    { name: 'tickets: the SLA of the day', ask: () => countSlaDay(now), readsAll: true },
    {
      name: 'preview of the rollout: open issues',
      ask: async () => {
        for await (const _ of ticketStore.openWithIssue());
      },
    },
  ];
}
