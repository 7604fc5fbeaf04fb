import type { JqlOperand } from './ast';

const UNITS: Record<string, number> = {
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
};

type Edge = { unit: 'day' | 'week' | 'month' | 'year'; end: boolean };
const EDGES: Record<string, Edge> = Object.fromEntries(
  (['day', 'week', 'month', 'year'] as const).flatMap((unit) => [
    [`startof${unit}`, { unit, end: false }],
    [`endof${unit}`, { unit, end: true }],
  ]),
);

/** Names of the date functions, in lower case. */
export const isDateFunction = (name: string) => name.toLowerCase() === 'now' || name.toLowerCase() in EDGES;

/**
 * Reads a date operand; days begin at midnight UTC, the time zone of the sandbox's users.
 * @returns milliseconds since 1970, or null when it is none
 */
export function readDate(operand: JqlOperand, now: number): number | null {
  if (operand.kind === 'value') return absolute(operand.value) ?? relative(operand.value, now);
  if (operand.kind !== 'function') return null;
  if (operand.name.toLowerCase() === 'now') return now;
  const edge = EDGES[operand.name.toLowerCase()];
  if (!edge) return null;
  return edgeOf(edge, now, operand.arguments[0]);
}

function absolute(text: string): number | null {
  const match = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[ T](\d{1,2}):(\d{2}))?$/.exec(text.trim());
  if (match) {
    const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = match
      .slice(1)
      .map((part) => Number(part ?? 0));
    const at = Date.UTC(year, month - 1, day, hour, minute);
    const back = new Date(at);
    return back.getUTCMonth() === month - 1 && back.getUTCDate() === day && hour < 24 ? at : null;
  }
  return /^\d{9,}$/.test(text) ? Number(text) : null;
}

function relative(text: string, now: number): number | null {
  const match = /^([+-])?((?:\d+[mhdw]\s*)+)$/.exec(text.trim());
  if (!match) return null;
  const total = [...(match[2] ?? '').matchAll(/(\d+)([mhdw])/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * (UNITS[unit ?? ''] ?? 0),
    0,
  );
  return match[1] === '-' ? now - total : now + total;
}

/** startOfDay("-1"), endOfMonth("+1M"), startOfWeek(-1d): the argument moves by the function's unit unless it names one. */
function edgeOf(edge: Edge, now: number, argument: string | undefined): number | null {
  const date = new Date(now);
  if (argument !== undefined) {
    const match = /^([+-]?\d+)([mhdwMy])?$/.exec(argument.trim());
    if (!match) return null;
    shift(date, Number(match[1]), match[2] ?? { day: 'd', week: 'w', month: 'M', year: 'y' }[edge.unit]);
  }
  date.setUTCHours(0, 0, 0, 0);
  // Jira's weeks begin on Sunday.
  if (edge.unit === 'week') date.setUTCDate(date.getUTCDate() - date.getUTCDay());
  if (edge.unit === 'month' || edge.unit === 'year') date.setUTCDate(1);
  if (edge.unit === 'year') date.setUTCMonth(0);
  if (!edge.end) return date.getTime();
  shift(date, 1, { day: 'd', week: 'w', month: 'M', year: 'y' }[edge.unit]);
  return date.getTime() - 1;
}

function shift(date: Date, count: number, unit: string): void {
  if (unit === 'M') date.setUTCMonth(date.getUTCMonth() + count);
  else if (unit === 'y') date.setUTCFullYear(date.getUTCFullYear() + count);
  else date.setTime(date.getTime() + count * (UNITS[unit] ?? 0));
}
