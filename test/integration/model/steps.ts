import fc from 'fast-check';
import type { Stage } from '../../../src/domain/rollout/stage';
import { SEVERITIES } from '../../../src/domain/severity';
import { findRule } from '../../../src/rules/index';
import { ACCOUNTS, LISTINGS, RESOURCES, RULES, SCOPES, WEAKNESSES, type Weakness } from './estate';
import { EDITED, EDITS, type IssueStory } from './issue-story';
import type { Model } from './model';
import { POLICIES } from './settings';
import { DAY, MINUTE, type World } from './world';

/** Something that happens, as a story tells it. Where it makes no sense it does nothing. */
export interface Step {
  say: string;
  take(world: World, model: Model): Promise<void> | void;
}

/** When the app hears of what a person does to an issue. */
export type Hearing = 'at once' | 'twice' | 'an hour late' | 'never';

const step = (say: string, take: Step['take']): Step => ({ say, take });
const oneOf = <T>(values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);

const weakness = oneOf(WEAKNESSES);

/** What happens to resources. */
const estateSteps = fc.oneof(
  { arbitrary: weakness.map(weakens), weight: 3 },
  {
    arbitrary: weakness.map((one) => step(`no more: ${one.name}`, ({ estate }) => estate.mend(one))),
    weight: 3,
  },
  {
    arbitrary: oneOf(RESOURCES).map((one) =>
      step(`${one.name} is deleted`, ({ estate }) => estate.remove(one)),
    ),
    weight: 1,
  },
);

export function weakens(one: Weakness): Step {
  return step(one.name, ({ estate }) => estate.weaken(one));
}

/** What the app may read. */
const permissionSteps = fc.oneof(
  fc
    .tuple(oneOf(SCOPES), oneOf(LISTINGS))
    .map(([of, state]) => step(`${of.operation} ${state}`, ({ estate }) => estate.setListing(of, state))),
  fc
    .tuple(oneOf(ACCOUNTS), fc.boolean())
    .map(([{ id, name }, works]) =>
      step(`the role in ${name} ${works ? 'can' : 'cannot'} be assumed`, ({ estate }) =>
        estate.setRole(id, works),
      ),
    ),
  fc
    .boolean()
    .map((denied) =>
      step(`GetBucketPolicy ${denied ? 'is denied' : 'answers'}`, ({ estate }) =>
        estate.setPoliciesDenied(denied),
      ),
    ),
);

const stages = oneOf<Stage>(['off', 'observe', 'ticket', 'ticket']);
const ceilings = oneOf([
  { perRun: 1, perDay: 200 },
  { perRun: 50, perDay: 2 },
  { perRun: 50, perDay: 200 },
]);

/** What admins decide. */
const settingsSteps = fc.oneof(
  {
    arbitrary: fc.tuple(oneOf(POLICIES), stages).map(([policy, stage]) =>
      step(`the policy for ${policy} goes to ${stage}`, (world, model) => {
        world.settings.stages.set(policy, stage);
        if (stage === 'off') model.end(WEAKNESSES.filter((one) => world.settings.policyOf(one) === policy));
        return saveRollout(world);
      }),
    ),
    weight: 3,
  },
  {
    arbitrary: ceilings.map((ceiling) =>
      step(`policies file ${ceiling.perRun} issues a run and ${ceiling.perDay} a day`, (world) => {
        world.settings.ceiling = ceiling;
        return saveRollout(world);
      }),
    ),
    weight: 2,
  },
  {
    arbitrary: fc
      .record({
        closedWhileFailing: oneOf<'leave' | 'reopen'>(['leave', 'reopen']),
        newIssueAfterDays: oneOf([null, 5]),
      })
      .map(({ closedWhileFailing, newIssueAfterDays }) => {
        const isLeft = closedWhileFailing === 'leave' ? 'left' : 'reopened once';
        const when = newIssueAfterDays === null ? 'never' : `after ${newIssueAfterDays} days`;
        const say = `issues that people close while they fail are ${isLeft}, and followed by new ones ${when}`;
        return step(say, (world) => {
          world.settings.lifecycle = { ...world.settings.lifecycle, closedWhileFailing, newIssueAfterDays };
          return saveRollout(world);
        });
      }),
    weight: 2,
  },
  {
    arbitrary: fc.tuple(oneOf(RULES), fc.boolean()).map(([{ id }, on]) =>
      step(`the rule ${id} is switched ${on ? 'on' : 'off'}`, (world, model) => {
        if (on) world.settings.rulesOff.delete(id);
        else {
          world.settings.rulesOff.add(id);
          model.end(WEAKNESSES.filter(({ ruleId }) => ruleId === id));
        }
        return saveRule(world, id);
      }),
    ),
    weight: 1,
  },
  {
    arbitrary: fc.tuple(oneOf(RULES), oneOf(SEVERITIES)).map(([{ id }, severity]) =>
      step(`the rule ${id} becomes ${severity}`, (world) => {
        world.settings.severities.set(id, severity);
        return saveRule(world, id);
      }),
    ),
    weight: 2,
  },
  {
    arbitrary: fc.tuple(oneOf(ACCOUNTS), oneOf([null, 'PAY', 'DATA'])).map(([account, project]) =>
      step(`${account.name} belongs to ${project ?? 'nobody'}`, (world) => {
        world.settings.owners.set(account.id, project);
        return world.settings.connected.has(account.id) ? connect(world, account.id) : undefined;
      }),
    ),
    weight: 2,
  },
  {
    arbitrary: fc.tuple(oneOf(ACCOUNTS), fc.boolean()).map(([{ id, name }, connected]) =>
      step(`${name} is ${connected ? 'connected' : 'removed'}`, (world, model) => {
        if (connected) {
          world.settings.connected.add(id);
          return connect(world, id);
        }
        world.settings.connected.delete(id);
        model.end(WEAKNESSES.filter(({ resource }) => resource.accountId === id));
        return world.onPage(({ removeAccount }) => removeAccount(id));
      }),
    ),
    weight: 1,
  },
);

function saveRollout(world: World): Promise<void> {
  return world.onPage(({ applyRolloutChange }) => applyRolloutChange(world.settings.rollout(), 1));
}

function saveRule(world: World, ruleId: string): Promise<void> {
  const { rulesOff, severities } = world.settings;
  const severity = severities.get(ruleId) ?? null;
  if (findRule(ruleId) === undefined) throw new Error(`No rule ${ruleId}`);
  return world.onPage(({ applyRuleChange }) =>
    applyRuleChange(ruleId, { enabled: !rulesOff.has(ruleId), severity, parameters: {} }),
  );
}

function connect(world: World, accountId: string): Promise<void> {
  const account = ACCOUNTS.find(({ id }) => id === accountId);
  if (account === undefined) throw new Error(`No account ${accountId}`);
  const ownerProjectKey = world.settings.owners.get(accountId) ?? null;
  return world.onPage(({ applyAccountChange }) => applyAccountChange({ ...account, ownerProjectKey }));
}

/** What is decided about exceptions. */
const exceptionSteps = fc.oneof(
  {
    arbitrary: fc.tuple(weakness, oneOf([1, 7, 60])).map(([one, days]) =>
      step(`an exception is granted for ${days} days: ${one.name}`, async (world, model) => {
        const { state } = model.knownOf(one);
        if ((state !== 'open' && state !== 'unknown') || model.exceptions.has(one)) return;
        const until = world.clock.now() + days * DAY;
        const by = 'a-person';
        await world.onPage(async ({ requestFindingException, decideOnException }) => {
          const reason = 'The vendor mends it in spring.';
          const { id } = await requestFindingException({ findingId: one.findingId, reason, until, by });
          model.grant(one, { id, until });
          await decideOnException({ id, verdict: 'granted', by, note: 'So be it.' });
        });
      }),
    ),
    weight: 3,
  },
  {
    arbitrary: weakness.map((one) =>
      step(`its exception is withdrawn: ${one.name}`, async (world, model) => {
        const exception = model.exceptions.get(one);
        if (exception === undefined) return;
        model.withdraw(one);
        await world.onPage(({ decideOnException }) =>
          decideOnException({ id: exception.id, verdict: 'withdrawn', by: 'a-person', note: 'No more.' }),
        );
      }),
    ),
    weight: 2,
  },
);

const DONE = '41';
const TO_DO = '11';

/** What people do to the issue of a weakness. */
export function peopleSteps(hearings: readonly Hearing[]): fc.Arbitrary<Step> {
  const done = (
    what: string,
    act: (world: World, model: Model, story: IssueStory, isTold: boolean) => Promise<unknown>,
  ) =>
    fc.tuple(weakness, oneOf(hearings)).map(([one, hearing]) =>
      step(`a person ${what}: ${one.name}${telling(hearing)}`, async (world, model) => {
        const story = model.issueOf(one);
        if (story === null || story.isDeleted) return;
        await act(world, model, story, hearing === 'at once' || hearing === 'twice');
        await tell(world, hearing);
      }),
    );
  return fc.oneof(
    {
      arbitrary: done('closes the issue', async (world, model, story, isTold) => {
        if (isDone(world, story)) return;
        await world.asPerson('POST', `/issue/${story.id}/transitions`, { transition: { id: DONE } });
        const { state } = model.knownOf(story.weakness);
        const fails = (state === 'open' || state === 'unknown') && !model.exceptions.has(story.weakness);
        story.closedByPerson(world.clock.now(), fails, isTold);
      }),
      weight: 4,
    },
    {
      arbitrary: done('opens the issue again', async (world, model, story) => {
        if (!isDone(world, story)) return;
        await world.asPerson('POST', `/issue/${story.id}/transitions`, { transition: { id: TO_DO } });
        const { state } = model.knownOf(story.weakness);
        const fails = (state === 'open' || state === 'unknown') && !model.exceptions.has(story.weakness);
        story.reopenedByPerson(fails);
      }),
      weight: 2,
    },
    {
      arbitrary: done('deletes the issue', async (world, model, story) => {
        await world.asPerson('DELETE', `/issue/${story.id}`);
        story.deletedByPerson(model.knownOf(story.weakness).opened);
      }),
      weight: 1,
    },
    ...EDITS.map((edit) => ({
      arbitrary: done(`edits the ${edit} of the issue`, async (world, _, story) => {
        await world.asPerson('PUT', `/issue/${story.id}`, { fields: { [edit]: EDITED[edit] } });
        story.editedByPerson(edit);
      }),
      weight: 1,
    })),
  );
}

function isDone(world: World, { id }: IssueStory): boolean {
  const statusId = world.jira.store.issue(id)?.statusId;
  return statusId !== undefined && world.jira.store.status(statusId).category === 'done';
}

const TELLING: Record<Hearing, string> = {
  'at once': '',
  twice: ' (and the app is told twice)',
  'an hour late': ' (and the app is told after the next scan)',
  never: ' (and the app is never told)',
};
const telling = (hearing: Hearing): string => TELLING[hearing];

async function tell(world: World, hearing: Hearing): Promise<void> {
  if (hearing === 'an hour late') return;
  const events = world.untold.splice(0);
  if (hearing !== 'never') await world.tell(events);
  if (hearing === 'twice') await world.tell(events);
}

const timeSteps = oneOf([2, 8, 40]).map((days) =>
  step(`${days} days pass in which nothing is scanned`, ({ clock }) => clock.advance(days * DAY)),
);

/** Everything that may happen between two scans. */
export function steps(hearings: readonly Hearing[]): fc.Arbitrary<Step> {
  const later = (arbitrary: fc.Arbitrary<Step>) =>
    arbitrary.map(({ say, take }) =>
      step(say, (world, model) => {
        world.clock.advance(MINUTE);
        return take(world, model);
      }),
    );
  return later(
    fc.oneof(
      { arbitrary: estateSteps, weight: 6 },
      { arbitrary: permissionSteps, weight: 3 },
      { arbitrary: settingsSteps, weight: 3 },
      { arbitrary: exceptionSteps, weight: 2 },
      { arbitrary: peopleSteps(hearings), weight: 4 },
      { arbitrary: timeSteps, weight: 1 },
    ),
  );
}
