import type { Verdict } from './estate';

/** What is known of a weakness. Times are milliseconds since 1970. */
export interface Known {
  /** `absent`: nothing worth remembering. */
  state: 'absent' | 'open' | 'unknown' | 'resolved';
  /** When it was first seen to fail, whatever became of it since. */
  firstSeen: number | null;
  /** When it began to fail without having been seen right since. */
  opened: number | null;
}

export const NOTHING: Known = { state: 'absent', firstSeen: null, opened: null };

/** What is known after a reading. */
export function afterReading(before: Known, verdict: Verdict, at: number): Known {
  switch (verdict) {
    case 'fails': {
      const goesOn = before.state !== 'resolved' && before.opened !== null;
      return { state: 'open', firstSeen: before.firstSeen ?? at, opened: goesOn ? before.opened : at };
    }
    case 'passes':
    case 'gone':
      return afterEnd(before);
    case 'unjudged':
      return unreadable(before);
    case 'unlisted':
      // Of what never failed, or does not any more, nobody says that it exists.
      return before.state === 'absent' || before.state === 'resolved' ? before : unreadable(before);
  }
}

/** What is known once it is fixed or gone, or nobody wants to know of it any more. */
export function afterEnd(before: Known): Known {
  return before.firstSeen === null ? NOTHING : { ...before, state: 'resolved' };
}

function unreadable(before: Known): Known {
  return { ...before, state: 'unknown', opened: before.state === 'resolved' ? null : before.opened };
}

export function isSame(a: Known, b: Known): boolean {
  return (
    a.state === b.state && a.firstSeen === b.firstSeen && (a.opened === b.opened || a.state === 'resolved')
  );
}

export function describe({ state, firstSeen, opened }: Known): string {
  const since = (at: number | null) => (at === null ? 'never' : new Date(at).toISOString());
  return state === 'absent'
    ? 'not stored'
    : `${state} (first seen ${since(firstSeen)}, opened ${since(opened)})`;
}
