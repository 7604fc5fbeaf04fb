import { z } from 'zod';

/** The day (UTC) of a time in milliseconds since 1970, as 2026-11-23. Messages name days, not ages: an age differs at every scan. */
export function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** A parameter in days: up to ten years, from one day unless it says otherwise. */
export function daysParameter(days: number, description: string, { min = 1 } = {}) {
  return z.number().int().min(min).max(3650).default(days).describe(description);
}
