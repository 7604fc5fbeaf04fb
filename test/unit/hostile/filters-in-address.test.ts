import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { asOneOf } from '../../../static/ui/src/address';
import * as filters from '../../../static/ui/src/filters-in-address';
import { nearValid } from '../../fixtures/near-valid';

// Outside of Jira it throws as soon as it is loaded.
vi.mock('@forge/bridge', () => ({ view: {} }));

/** What each filter carries at the most. */
const SAMPLES: Record<keyof typeof filters, unknown> = {
  FINDINGS_IN_ADDRESS: {
    states: ['open'],
    severities: ['high'],
    accountIds: ['111122223333'],
    regions: ['us-east-1'],
    ruleIds: ['ec2-sg-open-ssh'],
    search: 'logs',
    overdueOnly: true,
    sort: 'due',
    descending: true,
    page: 3,
    pageSize: 50,
  },
  SLA_IN_ADDRESS: { accountId: '111122223333', projectKey: 'PAY' },
  AUDIT_IN_ADDRESS: { actions: ['account-saved'], who: 'people', search: 'prod', days: 30 },
  RULES_IN_ADDRESS: { search: 's3', services: ['s3'], severities: ['high'], benchmarks: ['CIS 7.0'] },
};
type Read = (text: string | null) => unknown;
const FILTERS: [string, Read, unknown][] = Object.entries(filters).map(([name, { read }]) => [
  name,
  read,
  Object.entries(SAMPLES).find(([sampled]) => sampled === name)?.[1],
]);

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', '{', 'null', '"', '[]', '{"__proto__":{"polluted":true}}', '\0', '\uD800', '%'),
  fc.constant(`${'['.repeat(5_000)}${']'.repeat(5_000)}`),
);

/** As it arrives when somebody sends the address to others. */
const sent = (written: string): string | null =>
  new URLSearchParams(String(new URLSearchParams({ q: written }))).get('q');

describe('a filter that stands in the address', () => {
  it.each(FILTERS)('%s: is read as it was written', (_, read, sample) => {
    expect(read(JSON.stringify(sample))).toEqual(sample);
  });

  it.each(FILTERS)('%s: is one, or the one to begin with, whatever was typed', (_, read, sample) => {
    const first = read(null);
    const typed = fc.oneof(
      text,
      nearValid(sample).map((value) => JSON.stringify(value) ?? ''),
    );
    fc.assert(
      fc.property(typed, (address) => {
        const filter = read(sent(address));
        // What it takes it takes again, so that the page can ask for it.
        if (filter !== first) expect(read(JSON.stringify(filter))).toEqual(filter);
        expect({}).not.toHaveProperty('polluted');
      }),
      { numRuns: 200 },
    );
  });

  it('is one of the choices', () => {
    const { read, write } = asOneOf(['waiting', 'granted']);
    fc.assert(
      fc.property(fc.oneof(text, fc.constantFrom('granted', 'constructor', 'toString', null)), (typed) => {
        expect(read(typed)).toBe(typed === 'granted' ? 'granted' : 'waiting');
      }),
    );
    expect(read(write('granted'))).toBe('granted');
    expect(write('waiting')).toBeNull();
  });
});
