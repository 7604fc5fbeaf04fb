import { describe, expect, it } from 'vitest';
import {
  covers,
  type ExceptableFinding,
  type ExceptionPattern,
  endsSoon,
  exceptionPatternSchema,
  problemWithEnd,
  reasonSchema,
} from '../../../src/domain/exception';

const DAY = 24 * 60 * 60 * 1000;
const NOW = Date.parse('2026-11-24T12:00:00Z');

const FINDING: ExceptableFinding = {
  id: 'a',
  ruleId: 's3-bucket-public-read',
  accountId: '111122223333',
  resourceArn: 'arn:aws:s3:::paas-site-1',
  resourceId: 'paas-site-1',
  resourceName: null,
  tags: { 'paas:managed': 'true' },
};

const pattern = (more: Partial<ExceptionPattern>): ExceptionPattern => ({
  ruleIds: ['s3-bucket-public-read'],
  accountIds: [],
  arn: null,
  name: null,
  tag: null,
  ...more,
});

describe('covers', () => {
  it.each<[string, Partial<ExceptionPattern>, boolean]>([
    ['its ARN', { arn: 'arn:aws:s3:::paas-*' }, true],
    ['another ARN', { arn: 'arn:aws:s3:::shop-*' }, false],
    ['its id where it has no name', { name: 'paas-site-?' }, true],
    ['another rule', { ruleIds: ['s3-bucket-public-write'], arn: '*' }, false],
    ['its account', { accountIds: ['111122223333'], arn: '*' }, true],
    ['another account', { accountIds: ['444455556666'], arn: '*' }, false],
    ['an ARN that matches with a name that does not', { arn: '*', name: 'shop' }, false],
  ])('%s', (_, more, expected) => {
    const scope = { kind: 'pattern' as const, pattern: pattern(more) };
    expect(covers(scope, FINDING)).toBe(expected);
  });

  it('one finding and no other', () => {
    expect(covers({ kind: 'finding', findingId: 'a' }, FINDING)).toBe(true);
    expect(covers({ kind: 'finding', findingId: 'b' }, FINDING)).toBe(false);
  });
});

describe('what is asked for', () => {
  it('names resources, not a rule alone', () => {
    expect(exceptionPatternSchema.safeParse(pattern({})).success).toBe(false);
    expect(exceptionPatternSchema.safeParse(pattern({ arn: '*' })).success).toBe(true);
    expect(exceptionPatternSchema.safeParse(pattern({ ruleIds: [], arn: '*' })).success).toBe(false);
  });

  it('has a reason that says something', () => {
    expect(reasonSchema.safeParse('   ok      ').success).toBe(false);
    expect(reasonSchema.safeParse('The site is meant to be public.').success).toBe(true);
  });

  it('ends, and within two years', () => {
    expect(problemWithEnd(NOW, NOW)).toContain('future');
    expect(problemWithEnd(NOW + 1, NOW)).toBeNull();
    expect(problemWithEnd(NOW + 731 * DAY, NOW)).toBeNull();
    expect(problemWithEnd(NOW + 732 * DAY, NOW)).toContain('two years');
  });
});

it('warns in the week before the end of what was granted', () => {
  expect(endsSoon({ state: 'granted', until: NOW + 7 * DAY }, NOW)).toBe(true);
  expect(endsSoon({ state: 'granted', until: NOW + 8 * DAY }, NOW)).toBe(false);
  expect(endsSoon({ state: 'granted', until: NOW }, NOW)).toBe(false);
  expect(endsSoon({ state: 'requested', until: NOW + DAY }, NOW)).toBe(false);
});
