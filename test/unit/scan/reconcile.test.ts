import { describe, expect, it } from 'vitest';
import type { RuleCoverage } from '../../../src/domain/scan-outcome';
import { isEmpty } from '../../../src/scan/reconcile';
import { complete, DAY, evaluation, HOUR, idOf, incomplete, StoredFindings } from './support/findings';

const SLA_HIGH = 7 * DAY;
const SLA_CRITICAL = 2 * DAY;

const RULE = 's3-bucket-public-read';
const T0 = Date.UTC(2026, 10, 23, 10);

/** A table in which `logs` has failed since T0. */
function withOpenFinding(): StoredFindings {
  const stored = new StoredFindings();
  stored.scan(T0, [evaluation(RULE, 'logs', 'fail')], complete(RULE));
  return stored;
}

describe('a resource that fails', () => {
  it('opens a finding that is routed to its owner and due by the SLA of its severity', () => {
    const finding = withOpenFinding().get(RULE, 'logs');
    expect(finding).toMatchObject({
      state: 'open',
      firstSeenAt: T0,
      openedAt: T0,
      dueAt: T0 + SLA_HIGH,
      projectKey: 'PAY',
      needsSync: true,
      unknownSince: null,
    });
  });

  it('changes nothing while it fails for the same reason, whatever the order of keys in the evidence', () => {
    const stored = new StoredFindings();
    const fails = (evidence: Record<string, string>) => [evaluation(RULE, 'logs', 'fail', { evidence })];
    stored.scan(T0, fails({ a: '1', b: '2' }), complete(RULE));
    expect(isEmpty(stored.scan(T0 + HOUR, fails({ b: '2', a: '1' }), complete(RULE)))).toBe(true);
  });

  it('is updated when its evidence changes, and keeps its dates', () => {
    const stored = withOpenFinding();
    stored.scan(T0 + HOUR, [evaluation(RULE, 'logs', 'fail', { evidence: { grants: 2 } })], complete(RULE));
    expect(stored.get(RULE, 'logs')).toMatchObject({
      evidence: '{"grants":2}',
      firstSeenAt: T0,
      openedAt: T0,
      dueAt: T0 + SLA_HIGH,
      changedAt: T0 + HOUR,
    });
  });

  it('is due by its new severity, counted from when it opened', () => {
    const stored = withOpenFinding();
    stored.scan(T0 + HOUR, [evaluation(RULE, 'logs', 'fail', { severity: 'critical' })], complete(RULE));
    expect(stored.get(RULE, 'logs')).toMatchObject({
      severity: 'critical',
      openedAt: T0,
      dueAt: T0 + SLA_CRITICAL,
    });
  });

  it('reopens with a new SLA after it was resolved, and remembers when it was first seen', () => {
    const stored = withOpenFinding();
    stored.scan(T0 + HOUR, [evaluation(RULE, 'logs', 'pass')], complete(RULE));
    stored.scan(T0 + 2 * HOUR, [evaluation(RULE, 'logs', 'fail')], complete(RULE));
    expect(stored.get(RULE, 'logs')).toMatchObject({
      state: 'open',
      firstSeenAt: T0,
      openedAt: T0 + 2 * HOUR,
      dueAt: T0 + 2 * HOUR + SLA_HIGH,
      resolvedAt: null,
      resolvedReason: null,
    });
  });
});

describe('a resource that could not be read', () => {
  it('turns an open finding unknown with the reason, and leaves its SLA running', () => {
    const stored = withOpenFinding();
    stored.scan(
      T0 + HOUR,
      [evaluation(RULE, 'logs', 'unknown', { message: 'AWS denied s3:GetBucketAcl' })],
      complete(RULE),
    );
    expect(stored.get(RULE, 'logs')).toMatchObject({
      state: 'unknown',
      unknownSince: T0 + HOUR,
      message: 'AWS denied s3:GetBucketAcl',
      firstSeenAt: T0,
      openedAt: T0,
      dueAt: T0 + SLA_HIGH,
      resolvedAt: null,
    });
  });

  it('goes on as it was when it is seen failing again: the SLA does not start anew', () => {
    const stored = withOpenFinding();
    stored.scan(T0 + HOUR, [evaluation(RULE, 'logs', 'unknown')], complete(RULE));
    stored.scan(T0 + 2 * HOUR, [evaluation(RULE, 'logs', 'fail')], complete(RULE));
    expect(stored.get(RULE, 'logs')).toMatchObject({ state: 'open', openedAt: T0, unknownSince: null });
  });

  it('is resolved as fixed when it is read again and passes', () => {
    const stored = withOpenFinding();
    stored.scan(T0 + HOUR, [evaluation(RULE, 'logs', 'unknown')], complete(RULE));
    stored.scan(T0 + 2 * HOUR, [evaluation(RULE, 'logs', 'pass')], complete(RULE));
    expect(stored.get(RULE, 'logs')).toMatchObject({
      state: 'resolved',
      resolvedReason: 'fixed',
      unknownSince: null,
      dueAt: null,
    });
  });

  it('is remembered as unknown without dates when it never failed, and forgotten when it passes', () => {
    const stored = new StoredFindings();
    stored.scan(T0, [evaluation(RULE, 'logs', 'unknown')], complete(RULE));
    expect(stored.get(RULE, 'logs')).toMatchObject({
      state: 'unknown',
      firstSeenAt: null,
      openedAt: null,
      dueAt: null,
      unknownSince: T0,
      needsSync: false,
    });
    stored.scan(T0 + HOUR, [evaluation(RULE, 'logs', 'pass')], complete(RULE));
    expect(stored.rows.size).toBe(0);
  });

  it('opens when it turns out to fail, counted from then', () => {
    const stored = new StoredFindings();
    stored.scan(T0, [evaluation(RULE, 'logs', 'unknown')], complete(RULE));
    stored.scan(T0 + HOUR, [evaluation(RULE, 'logs', 'fail')], complete(RULE));
    expect(stored.get(RULE, 'logs')).toMatchObject({ firstSeenAt: T0 + HOUR, openedAt: T0 + HOUR });
  });

  it('keeps since when it has been unreadable while the reason changes', () => {
    const stored = withOpenFinding();
    stored.scan(T0 + HOUR, [evaluation(RULE, 'logs', 'unknown', { message: 'denied' })], complete(RULE));
    stored.scan(
      T0 + 2 * HOUR,
      [evaluation(RULE, 'logs', 'unknown', { message: 'throttled' })],
      complete(RULE),
    );
    expect(stored.get(RULE, 'logs')).toMatchObject({ unknownSince: T0 + HOUR, message: 'throttled' });
  });

  it('takes back that a finding is resolved, and a later failure is a new opening', () => {
    const stored = withOpenFinding();
    stored.scan(T0 + HOUR, [evaluation(RULE, 'logs', 'pass')], complete(RULE));
    stored.scan(T0 + 2 * HOUR, [evaluation(RULE, 'logs', 'unknown')], complete(RULE));
    expect(stored.get(RULE, 'logs')).toMatchObject({ state: 'unknown', resolvedAt: null, dueAt: null });
    stored.scan(T0 + 3 * HOUR, [evaluation(RULE, 'logs', 'fail')], complete(RULE));
    expect(stored.get(RULE, 'logs')).toMatchObject({ openedAt: T0 + 3 * HOUR, firstSeenAt: T0 });
  });
});

describe('a resource that is not in the list', () => {
  it('is gone when the list was complete', () => {
    const stored = withOpenFinding();
    stored.scan(T0 + HOUR, [], complete(RULE));
    expect(stored.get(RULE, 'logs')).toMatchObject({
      state: 'resolved',
      resolvedReason: 'gone',
      dueAt: null,
    });
  });

  it('is unknown when the list was not', () => {
    const stored = withOpenFinding();
    stored.scan(T0 + HOUR, [], incomplete('AWS denied s3:ListBuckets', RULE));
    expect(stored.get(RULE, 'logs')).toMatchObject({
      state: 'unknown',
      message: 'AWS denied s3:ListBuckets',
      openedAt: T0,
    });
  });

  it('is left alone when its rule was not judged at all', () => {
    const stored = withOpenFinding();
    expect(isEmpty(stored.scan(T0 + HOUR, [], complete('another-rule')))).toBe(true);
  });

  it('stays resolved, with the reason it was resolved for', () => {
    const stored = withOpenFinding();
    stored.scan(T0 + HOUR, [evaluation(RULE, 'logs', 'pass')], complete(RULE));
    expect(isEmpty(stored.scan(T0 + 2 * HOUR, [], complete(RULE)))).toBe(true);
    expect(stored.get(RULE, 'logs').resolvedReason).toBe('fixed');
  });
});

describe('what the table cannot hold', () => {
  it('is cut visibly, and stays JSON', () => {
    const stored = new StoredFindings();
    const huge = evaluation(RULE, 'logs', 'fail', {
      message: '💥'.repeat(2000),
      evidence: { policy: 'x'.repeat(500_000) },
    });
    stored.scan(T0, [huge], complete(RULE));
    const { message, evidence } = stored.get(RULE, 'logs');
    expect([...message].length).toBeLessThanOrEqual(1000);
    expect(message).not.toMatch(/\p{Surrogate}/u);
    expect(evidence.length).toBeLessThan(70_000);
    expect(JSON.parse(evidence)).toMatchObject({ truncated: true });
    expect(isEmpty(stored.scan(T0 + HOUR, [huge], complete(RULE)))).toBe(true);
  });
});

describe('two findings of one resource', () => {
  it('are judged each by its own rule', () => {
    const stored = new StoredFindings();
    stored.scan(
      T0,
      [evaluation(RULE, 'logs', 'fail'), evaluation('s3-bucket-public-write', 'logs', 'fail')],
      complete(RULE, 's3-bucket-public-write'),
    );
    stored.scan(T0 + HOUR, [evaluation(RULE, 'logs', 'pass')], complete(RULE));
    expect(stored.get(RULE, 'logs').state).toBe('resolved');
    expect(stored.get('s3-bucket-public-write', 'logs').state).toBe('open');
    expect(idOf(RULE, 'logs')).not.toBe(idOf('s3-bucket-public-write', 'logs'));
  });
});

describe('a part of a scan', () => {
  it('says nothing of findings outside of the stretch that it read', () => {
    const stored = new StoredFindings();
    const names = ['a', 'c', 'e', 'g'];
    stored.scan(
      T0,
      names.map((name) => evaluation(RULE, name, 'fail')),
      complete(RULE),
    );
    const states = () => names.map((name) => stored.get(RULE, name)?.state).join(' ');
    const part = (after: string | null, upTo: string | null, of: RuleCoverage[]): RuleCoverage[] =>
      of.map((entry) => ({ ...entry, span: { after: arnOf(after), upTo: arnOf(upTo) } }));
    const arnOf = (name: string | null) => (name === null ? null : `arn:aws:s3:::${name}`);

    stored.scan(T0 + HOUR, [evaluation(RULE, 'c', 'pass')], part(null, 'c', complete(RULE)));
    expect(states()).toBe('resolved resolved open open');
    stored.scan(T0 + HOUR, [], part('c', 'e', incomplete('No list', RULE)));
    expect(states()).toBe('resolved resolved unknown open');
    stored.scan(T0 + HOUR, [], part('e', null, complete(RULE)));
    expect(states()).toBe('resolved resolved unknown resolved');
  });
});

describe('a resource whose texts are longer than the table holds', () => {
  const long = (end: string) => `${'q'.repeat(1_200)}-${end}`;
  const fails = (end: string) => evaluation(RULE, long(end), 'fail');

  it('is stored cut visibly, told from its neighbour, and changes nothing in the next scan', () => {
    const stored = new StoredFindings();
    const tags = Object.fromEntries(
      Array.from({ length: 50 }, (_, index) => [
        `${index}${'\u{1F4A9}'.repeat(120)}`,
        '\u{1F4A9}'.repeat(256),
      ]),
    );
    const both = [fails('a'), { ...fails('b'), tags }];
    stored.scan(T0, both, complete(RULE));
    expect(stored.rows.size).toBe(2);
    for (const { resourceId, resourceArn, tags: kept } of stored.rows.values()) {
      expect(resourceId).toMatch(/^q+… \(truncated\)$/);
      expect(resourceArn).toMatch(/^arn:aws:s3:::q+… \(truncated\)$/);
      expect([resourceId.length, resourceArn.length]).toEqual([512, 1024]);
      expect(Buffer.byteLength(JSON.stringify(kept))).toBeLessThan(65_536);
    }
    expect(isEmpty(stored.scan(T0 + HOUR, both, complete(RULE)))).toBe(true);
  });

  it('is not taken for gone by a part of a scan that did not look for it', () => {
    const stored = new StoredFindings();
    stored.scan(T0, [fails('a')], complete(RULE));
    const rest: RuleCoverage = {
      ruleId: RULE,
      complete: true,
      span: { after: fails('a').resourceArn, upTo: null },
    };
    expect(isEmpty(stored.scan(T0 + HOUR, [], [rest]))).toBe(true);
    expect(isEmpty(stored.scan(T0 + HOUR, [], complete(RULE)))).toBe(false);
  });
});
