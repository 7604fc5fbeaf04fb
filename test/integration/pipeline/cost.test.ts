import { beforeAll, describe, expect, it } from 'vitest';
import { bytesOfAFinding, bytesWrittenAgain, rowsOfFindings } from '../../bench/scale/bars';
import { type Cycles, measure } from '../../bench/scale/measure';
import { plannedHour } from '../../bench/scale/planned-hour';
import { ownDatabase } from '../storage/support/forge-storage';

/**
 * Counts only: what this machine makes of them is the benchmark's business. A server measures what it stores, with its index entries; the
 * embedded engine only what was sent to be written.
 */
const COMPANY = { accounts: 2, regions: 2, resources: 400 };
const SCOPES = COMPANY.accounts * (COMPANY.regions + 1);

describe('two hours of a small company, 1 % changed in the second', () => {
  let cycles: Cycles;
  beforeAll(async () => {
    cycles = await measure(COMPANY, { sqlUrl: ownDatabase('cost'), sizesOf: ['findings'] });
  }, 300_000);

  it('write little again', () => {
    const { first, second } = cycles;
    expect(rowsOfFindings(second.sqlRowsWritten) / rowsOfFindings(first.sqlRowsWritten)).toBeLessThan(0.02);
    // What a run keeps of itself weighs more here than in the benchmark, whose bar is 2 %.
    expect(bytesWrittenAgain(cycles)).toBeLessThan(0.025);
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
