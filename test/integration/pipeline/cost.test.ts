import { beforeAll, describe, expect, it } from 'vitest';
import { bytesOfAFinding, rowsOfFindings } from '../../bench/scale/bars';
import { type Cycles, measure } from '../../bench/scale/measure';
import { plannedHour } from '../../bench/scale/planned-hour';

/** Counts only: what this machine makes of them is the benchmark's business. */
const COMPANY = { accounts: 2, regions: 2, resources: 400 };
const SCOPES = COMPANY.accounts * (COMPANY.regions + 1);

describe('two hours of a small company, 1 % changed in the second', () => {
  let cycles: Cycles;
  beforeAll(async () => {
    cycles = await measure(COMPANY);
  }, 300_000);

  it('write little again', () => {
    const { first, second } = cycles;
    expect(rowsOfFindings(second.sqlRowsWritten) / rowsOfFindings(first.sqlRowsWritten)).toBeLessThan(0.02);
    expect(second.unknown).toBe(0);
  });

  it('write few bytes for a finding, and few statements for a scope', () => {
    expect(bytesOfAFinding(cycles)).toBeLessThan(700);
    expect(cycles.second.sqlStatements / SCOPES).toBeLessThan(30);
  });

  it('push nothing for an account whose regions take little time', () => {
    // An event for each account, one for the tickets, and no more.
    expect(cycles.second.events).toBe(COMPANY.accounts + 1);
  });
});

describe('an hour of 500 accounts', () => {
  it('is planned with half of the events of a minute and of the pushes of a chain to spare', async () => {
    const regions = ['us-east-1', 'eu-west-1', 'eu-central-1', 'ap-southeast-2'];
    const { eventsInAMinute, pushes, lastStart } = await plannedHour({ accounts: 500, regions }, 10_000);
    expect(eventsInAMinute).toBeLessThan(250);
    expect(pushes).toBeLessThan(500);
    expect(lastStart).toBeLessThanOrEqual(40);
  });
});
