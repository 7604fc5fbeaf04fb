import { z } from 'zod';
import { problemWithEnd } from '../../../../../src/domain/exception';

/** The last moment of the day in the reader's time zone, in milliseconds since 1970; NaN when it is no date. */
export function endOfDay(date: string): number {
  const [year, month, day] = date.split('-').map(Number);
  if (year === undefined || month === undefined || day === undefined) return Number.NaN;
  return new Date(year, month - 1, day, 23, 59, 59).getTime();
}

/** A moment as an input of type date takes it: `2026-11-24`, in the reader's time zone. */
export function asDate(at: number): string {
  const date = new Date(at);
  const padded = (number: number) => String(number).padStart(2, '0');
  return `${date.getFullYear()}-${padded(date.getMonth() + 1)}-${padded(date.getDate())}`;
}

/** The end of an exception as it is typed: a day, of which it is the last moment. */
export const endDateSchema = z.string().superRefine((date, context) => {
  const until = endOfDay(date);
  const message = Number.isNaN(until) ? 'must be a date' : problemWithEnd(until, Date.now());
  if (message !== null) context.addIssue({ code: 'custom', message });
});
