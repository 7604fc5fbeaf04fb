import type { JsonObject } from '../domain/json';
import type { ScreenField, Transition } from './ports';

/** A transition with the fields it asks for, or why there is none. */
export type TransitionChoice =
  | { ok: true; transition: Transition; fields: JsonObject }
  | { ok: false; problem: string };

const DONE_STATUSES = ['done', 'closed', 'resolved', 'complete', 'completed', 'fixed'];
const OPEN_STATUSES = ['to do', 'open', 'reopened', 'backlog', 'new', 'selected for development'];
const RESOLUTIONS = ['done', 'fixed', 'resolved', "won't do", 'cannot reproduce'];

/** Chooses the way to a status of the category done, the usual names first. */
export function chooseClosing(issueKey: string, transitions: readonly Transition[]): TransitionChoice {
  const ways = transitions.filter(({ toDone }) => toDone);
  return choose(`close ${issueKey}`, 'a status of the category Done', ways, DONE_STATUSES);
}

/** Chooses the way back to a status that is not done, the usual names first. */
export function chooseReopening(issueKey: string, transitions: readonly Transition[]): TransitionChoice {
  const ways = transitions.filter(({ toDone }) => !toDone);
  return choose(`reopen ${issueKey}`, 'a status that is not done', ways, OPEN_STATUSES);
}

function choose(
  doing: string,
  target: string,
  ways: readonly Transition[],
  preferred: readonly string[],
): TransitionChoice {
  if (ways.length === 0) {
    return {
      ok: false,
      problem: `Cannot ${doing}: its workflow offers the app no transition to ${target}. Add one, or lift its condition for the app.`,
    };
  }
  const rank = (way: Transition) => {
    const index = preferred.indexOf(way.toStatus.toLowerCase());
    return index === -1 ? preferred.length : index;
  };
  const byPreference = [...ways].sort((a, b) => rank(a) - rank(b));
  for (const transition of byPreference) {
    const fields = fillRequired(transition);
    if (fields) return { ok: true, transition, fields };
  }
  const asked = ways
    .map(
      ({ name, fields }) =>
        `"${name}" requires ${fields
          .filter(isAsked)
          .map((field) => `"${field.name}"`)
          .join(', ')}`,
    )
    .join('; ');
  return {
    ok: false,
    problem: `Cannot ${doing}: the transition ${asked}, which the app does not fill. Make the field optional or give it a default.`,
  };
}

function isAsked(field: ScreenField): boolean {
  return field.required && !field.hasDefault;
}

/** The fields that the transition asks for; null when it asks for something other than a resolution. */
function fillRequired(transition: Transition): JsonObject | null {
  const fields: JsonObject = {};
  for (const field of transition.fields.filter(isAsked)) {
    const resolution = field.id === 'resolution' ? chooseResolution(field) : null;
    if (!resolution) return null;
    fields['resolution'] = { id: resolution };
  }
  return fields;
}

function chooseResolution(field: ScreenField): string | null {
  for (const name of RESOLUTIONS) {
    const match = field.options.find((option) => option.name.toLowerCase() === name);
    if (match) return match.id;
  }
  return field.options[0]?.id ?? null;
}
