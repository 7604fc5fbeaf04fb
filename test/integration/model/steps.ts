import fc from 'fast-check';
import type { Stage } from '../../../src/domain/rollout/stage';
import { SEVERITIES } from '../../../src/domain/severity';
import { ACCOUNTS, SCOPES, WEAKNESSES, type Weakness } from './estate';
import { EDITED, EDITS, type Edit, type IssueStory } from './issue-story';
import type { Model } from './model';
import { policyOf } from './settings';
import { DAY, type World } from './world';

/** Something that happens, as a story tells it. Where it makes no sense it does nothing. */
export interface Happening {
  say: string;
  take(world: World, model: Model): Promise<void> | void;
  /** Whether the app has to find out by itself, which takes it a scan or two. */
  isUnheard?: boolean;
}

/** The weaknesses that a history is about; at least one. Few of them, so that what happens to them meets. */
export type Cast = readonly [Weakness, ...Weakness[]];
export const MOST_CAST = 2;

/** What happens, once it is known to whom and when: what is there is taken away, and the other way round. */
export type Step = (cast: Cast, world: World, model: Model) => Happening;

/** When the app hears of what a person does to an issue. */
export const HEARINGS = ['at once', 'twice', 'an hour late', 'never'] as const;
export type Hearing = (typeof HEARINGS)[number];

export const happening = (say: string, take: Happening['take']): Happening => ({ say, take });
const oneOf = <T>(values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);

/** A step about one of the cast. */
function about<T>(
  detail: fc.Arbitrary<T>,
  make: (one: Weakness, detail: T, world: World, model: Model) => Happening,
): fc.Arbitrary<Step> {
  return fc.tuple(fc.nat(MOST_CAST - 1), detail).map(
    ([who, given]): Step =>
      (cast, world, model) =>
        make(cast[who % cast.length] ?? cast[0], given, world, model),
  );
}
const nothing = fc.constant(null);

const accountOf = ({ resource }: Weakness) => {
  const account = ACCOUNTS.find(({ id }) => id === resource.accountId);
  if (account === undefined) throw new Error(`No account ${resource.accountId}`);
  return account;
};
const scopeOf = ({ resource }: Weakness) => {
  const of = SCOPES.find(
    ({ accountId, scope }) => accountId === resource.accountId && scope === resource.scope,
  );
  if (of === undefined) throw new Error(`Nothing reads ${resource.name}`);
  return of;
};

/** What happens to resources. */
const estateSteps = fc.oneof(
  {
    arbitrary: about(nothing, (one, _, { estate }) => (estate.isWeak(one) ? mends(one) : weakens(one))),
    weight: 6,
  },
  {
    arbitrary: about(nothing, ({ resource }) =>
      happening(`${resource.name} is deleted`, ({ estate }) => estate.remove(resource)),
    ),
    weight: 1,
  },
);

export function mends(one: Weakness): Happening {
  return happening(`no more: ${one.name}`, ({ estate }) => estate.mend(one));
}

export function weakens(one: Weakness): Happening {
  return happening(one.name, ({ estate }) => estate.weaken(one));
}

/** What the app may read. */
const permissionSteps = fc.oneof(
  {
    arbitrary: about(
      oneOf(['is denied', 'answers its first page only'] as const),
      (one, fault, { estate }) => {
        const of = scopeOf(one);
        const state = estate.listing(of) === 'answers' ? fault : 'answers';
        return happening(`${of.operation} ${state}`, () => estate.setListing(of, state));
      },
    ),
    weight: 3,
  },
  {
    arbitrary: about(nothing, (one, _, { estate }) => {
      const { id, name } = accountOf(one);
      const works = !estate.hasRole(id);
      const say = `the role in ${name} can ${works ? '' : 'not '}be assumed`;
      return happening(say, () => estate.setRole(id, works));
    }),
    weight: 2,
  },
  {
    arbitrary: about(nothing, (_, __, { estate }) => {
      const denied = !estate.policiesDenied;
      const say = `GetBucketPolicy ${denied ? 'is denied' : 'answers'}`;
      return happening(say, () => estate.setPoliciesDenied(denied));
    }),
    weight: 1,
  },
);

const stages = oneOf<Stage>(['off', 'observe', 'ticket', 'ticket']);
const ceilings = oneOf([
  { perRun: 1, perDay: 200 },
  { perRun: 50, perDay: 1 },
  { perRun: 50, perDay: 200 },
]);
const lifecycles = fc.record({
  closedWhileFailing: oneOf<'leave' | 'reopen'>(['leave', 'reopen']),
  newIssueAfterDays: oneOf([null, 5]),
});

/** How many issues are filed. */
export const ceilingSteps = about(ceilings, (_, ceiling) =>
  happening(`policies file ${ceiling.perRun} issues a run and ${ceiling.perDay} a day`, (world) => {
    world.settings.ceiling = ceiling;
    return saveRollout(world);
  }),
);

/** What admins decide. */
const settingsSteps = fc.oneof(
  {
    arbitrary: about(stages, (one, stage) => setStage(one, stage)),
    weight: 3,
  },
  {
    arbitrary: ceilingSteps,
    weight: 2,
  },
  {
    arbitrary: about(lifecycles, (_, { closedWhileFailing, newIssueAfterDays }) => {
      const isLeft = closedWhileFailing === 'leave' ? 'left' : 'reopened once';
      const when = newIssueAfterDays === null ? 'never' : `after ${newIssueAfterDays} days`;
      const say = `issues that people close while they fail are ${isLeft}, and followed by new ones ${when}`;
      return happening(say, (world) => {
        world.settings.lifecycle = { ...world.settings.lifecycle, closedWhileFailing, newIssueAfterDays };
        return saveRollout(world);
      });
    }),
    weight: 2,
  },
  {
    arbitrary: about(nothing, ({ ruleId }, _, { settings }) =>
      switchRule(ruleId, settings.rulesOff.has(ruleId)),
    ),
    weight: 1,
  },
  {
    arbitrary: about(oneOf(SEVERITIES), ({ ruleId }, severity) =>
      happening(`the rule ${ruleId} becomes ${severity}`, (world) => {
        world.settings.severities.set(ruleId, severity);
        return saveRule(world, ruleId);
      }),
    ),
    weight: 2,
  },
  {
    arbitrary: about(oneOf([null, 'PAY', 'DATA']), (one, project) => {
      const { id, name } = accountOf(one);
      return happening(`${name} belongs to ${project ?? 'nobody'}`, (world) => {
        world.settings.owners.set(id, project);
        return world.settings.connected.has(id) ? connect(world, id) : undefined;
      });
    }),
    weight: 2,
  },
  {
    arbitrary: about(nothing, (one, _, { settings }) =>
      setConnected(one, !settings.connected.has(one.resource.accountId)),
    ),
    weight: 1,
  },
);

function setStage(one: Weakness, stage: Stage): Happening {
  const policy = policyOf(one);
  return happening(`the policy for ${policy} goes to ${stage}`, (world, model) => {
    world.settings.stages.set(policy, stage);
    if (stage === 'off') model.end(WEAKNESSES.filter((other) => policyOf(other) === policy));
    return saveRollout(world);
  });
}

function switchRule(ruleId: string, on: boolean): Happening {
  return happening(`the rule ${ruleId} is switched ${on ? 'on' : 'off'}`, (world, model) => {
    if (on) world.settings.rulesOff.delete(ruleId);
    else {
      world.settings.rulesOff.add(ruleId);
      model.end(WEAKNESSES.filter((other) => other.ruleId === ruleId));
    }
    return saveRule(world, ruleId);
  });
}

function setConnected(one: Weakness, connected: boolean): Happening {
  const { id, name } = accountOf(one);
  return happening(`${name} is ${connected ? 'connected' : 'removed'}`, (world, model) => {
    if (connected) {
      world.settings.connected.add(id);
      return connect(world, id);
    }
    world.settings.connected.delete(id);
    model.end(WEAKNESSES.filter(({ resource }) => resource.accountId === id));
    return world.onPage(({ removeAccount }) => removeAccount(id));
  });
}

function saveRollout(world: World): Promise<void> {
  return world.onPage(({ applyRolloutChange }) => applyRolloutChange(world.settings.rollout(), 1));
}

function saveRule(world: World, ruleId: string): Promise<void> {
  const { rulesOff, severities } = world.settings;
  const severity = severities.get(ruleId) ?? null;
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
const exceptionSteps = about(oneOf([1, 7, 60]), (one, days, _, model) => {
  const exception = model.exceptions.get(one);
  return exception === undefined ? grants(one, days) : withdraws(one, exception.id);
});

export function grants(one: Weakness, days: number): Happening {
  return happening(`an exception is granted for ${days} days: ${one.name}`, async (world, model) => {
    const { state } = model.knownOf(one);
    if (state !== 'open' && state !== 'unknown') return;
    const until = world.clock.now() + days * DAY;
    const by = 'a-person';
    await world.onPage(async ({ requestFindingException, decideOnException }) => {
      const reason = 'The vendor mends it in spring.';
      const { id } = await requestFindingException({ findingId: one.findingId, reason, until, by });
      model.grant(one, { id, until });
      await decideOnException({ id, verdict: 'granted', by, note: 'So be it.' });
    });
  });
}

function withdraws(one: Weakness, id: string): Happening {
  return happening(`its exception is withdrawn: ${one.name}`, async (world, model) => {
    model.withdraw(one);
    await world.onPage(({ decideOnException }) =>
      decideOnException({ id, verdict: 'withdrawn', by: 'a-person', note: 'No more.' }),
    );
  });
}

const DONE = '41';
const TO_DO = '11';

/** What people do to the issue of a weakness. */
function peopleSteps(hearings: readonly Hearing[]): fc.Arbitrary<Step> {
  return fc.oneof(
    {
      arbitrary: about(oneOf(hearings), (one, hearing, world, model) => {
        const story = model.issueOf(one);
        return story !== null && isDone(world, story) ? opensAgain(one, hearing) : closes(one, hearing);
      }),
      weight: 6,
    },
    { arbitrary: about(oneOf(hearings), deletes), weight: 1 },
    {
      arbitrary: about(fc.tuple(oneOf(hearings), oneOf(EDITS)), (one, [hearing, edit]) =>
        edits(one, hearing, edit),
      ),
      weight: 4,
    },
  );
}

function byPerson(
  what: string,
  one: Weakness,
  hearing: Hearing,
  act: (world: World, model: Model, story: IssueStory) => Promise<void>,
): Happening {
  const isUnheard = hearing === 'an hour late' || hearing === 'never';
  const done = happening(`a person ${what}: ${one.name}${TELLING[hearing]}`, async (world, model) => {
    const story = model.issueOf(one);
    if (story === null || story.isDeleted) return;
    await act(world, model, story);
    await tell(world, hearing);
  });
  return { ...done, isUnheard };
}

function closes(one: Weakness, hearing: Hearing): Happening {
  return byPerson('closes the issue', one, hearing, async (world, model, story) => {
    if (isDone(world, story)) return;
    await world.asPerson('POST', `/issue/${story.id}/transitions`, { transition: { id: DONE } });
    const isTold = hearing === 'at once' || hearing === 'twice';
    story.closedByPerson(world.clock.now(), model.isFailing(one), isTold);
  });
}

function opensAgain(one: Weakness, hearing: Hearing): Happening {
  return byPerson('opens the issue again', one, hearing, async (world, model, story) => {
    if (!isDone(world, story)) return;
    await world.asPerson('POST', `/issue/${story.id}/transitions`, { transition: { id: TO_DO } });
    story.reopenedByPerson(model.isFailing(one), hearing === 'an hour late');
  });
}

function deletes(one: Weakness, hearing: Hearing): Happening {
  return byPerson('deletes the issue', one, hearing, async (world, model, story) => {
    await world.asPerson('DELETE', `/issue/${story.id}`);
    story.deletedByPerson(model.knownOf(one).opened);
  });
}

function edits(one: Weakness, hearing: Hearing, edit: Edit): Happening {
  return byPerson(`edits the ${edit} of the issue`, one, hearing, async (world, _, story) => {
    await world.asPerson('PUT', `/issue/${story.id}`, { fields: { [edit]: EDITED[edit] } });
    story.editedByPerson(edit);
  });
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
async function tell(world: World, hearing: Hearing): Promise<void> {
  if (hearing === 'an hour late') return;
  const events = world.untold.splice(0);
  if (hearing !== 'never') await world.tell(events);
  if (hearing === 'twice') await world.tell(events);
}

const timeSteps = about(oneOf([2, 8, 40]), (_, days) =>
  happening(`${days} days pass in which nothing is scanned`, ({ clock }) => clock.advance(days * DAY)),
);

/** Everything that may happen between two scans. */
export function steps(hearings: readonly Hearing[]): fc.Arbitrary<Step> {
  return fc.oneof(
    { arbitrary: estateSteps, weight: 6 },
    { arbitrary: permissionSteps, weight: 3 },
    { arbitrary: settingsSteps, weight: 3 },
    { arbitrary: exceptionSteps, weight: 2 },
    { arbitrary: peopleSteps(hearings), weight: 5 },
    { arbitrary: timeSteps, weight: 1 },
  );
}
