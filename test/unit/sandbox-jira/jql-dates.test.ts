import { describe, expect, it } from 'vitest';
import { readDate } from '../../../sandbox/jira/jql/dates';

// A Monday.
const NOW = Date.UTC(2026, 10, 23, 20, 15);
const value = (text: string) => readDate({ kind: 'value', value: text }, NOW);
const call = (name: string, ...values: string[]) =>
  readDate({ kind: 'function', name, arguments: values }, NOW);

describe('dates of JQL', () => {
  it.each([
    ['2026-01-31', Date.UTC(2026, 0, 31)],
    ['2026/1/31', Date.UTC(2026, 0, 31)],
    ['2026-01-31 14:30', Date.UTC(2026, 0, 31, 14, 30)],
    ['-7d', Date.UTC(2026, 10, 16, 20, 15)],
    ['3d', Date.UTC(2026, 10, 26, 20, 15)],
    ['-1w 2d', Date.UTC(2026, 10, 14, 20, 15)],
    ['-30m', Date.UTC(2026, 10, 23, 19, 45)],
  ])('reads %s', (text, at) => {
    expect(value(text)).toBe(at);
  });

  it.each(['2026-02-30', 'yesterday', '7', '-7x', '2026-01-31 25:00', ''])('refuses %j', (text) => {
    expect(value(text)).toBeNull();
  });

  it.each([
    ['now', [], NOW],
    ['startOfDay', [], Date.UTC(2026, 10, 23)],
    ['endOfDay', [], Date.UTC(2026, 10, 24) - 1],
    ['startOfDay', ['-1'], Date.UTC(2026, 10, 22)],
    ['startOfDay', ['+1w'], Date.UTC(2026, 10, 30)],
    ['startOfWeek', [], Date.UTC(2026, 10, 22)],
    ['endOfMonth', [], Date.UTC(2026, 11, 1) - 1],
    ['startOfMonth', ['-1M'], Date.UTC(2026, 9, 1)],
    ['startOfYear', [], Date.UTC(2026, 0, 1)],
    ['startOfDay', ['x'], null],
    ['startOfEra', [], null],
  ] as const)('%s(%s)', (name, values, at) => {
    expect(call(name, ...values)).toBe(at);
  });
});
