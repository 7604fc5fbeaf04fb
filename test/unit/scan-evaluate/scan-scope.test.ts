import { describe, expect, it } from 'vitest';
import { pass } from '../../../src/domain/judgement';
import type { ScanRest } from '../../../src/domain/scan-rest';
import { ResourceGoneError, type ScanScopeInput, scanScope } from '../../../src/scan/scan-scope';
import { ACCOUNT, bucket, NOW, readersOf, ruleOf, unreadable, volumeNamed } from './fakes';

const PLENTY = () => 600_000;

function scan(input: Partial<ScanScopeInput> & Pick<ScanScopeInput, 'readers' | 'rules'>) {
  return scanScope({ account: ACCOUNT, scope: 'eu-west-1', now: NOW, remainingMs: PLENTY, ...input });
}

const complete = (...ids: string[]) => ({
  resources: ids.map(volumeNamed),
  failures: [],
});

describe('scanScope', () => {
  it('judges every resource by every rule of its kind, with what a finding needs', async () => {
    const readers = readersOf({ 'ebs-volume': complete('bad-1', 'good-1') });
    const outcome = await scan({ readers, rules: [ruleOf('volume-a'), ruleOf('volume-b')] });

    expect(outcome.evaluations.map((one) => [one.ruleId, one.resourceId, one.status])).toEqual([
      ['volume-a', 'bad-1', 'fail'],
      ['volume-b', 'bad-1', 'fail'],
      ['volume-a', 'good-1', 'pass'],
      ['volume-b', 'good-1', 'pass'],
    ]);
    expect(outcome.evaluations[0]).toEqual({
      ruleId: 'volume-a',
      accountId: ACCOUNT.id,
      region: 'eu-west-1',
      scope: 'eu-west-1',
      resourceType: 'AWS::EC2::Volume',
      resourceId: 'bad-1',
      resourceArn: 'arn:aws:ec2:eu-west-1:111122223333:volume/bad-1',
      resourceName: 'the bad-1 volume',
      tags: { team: 'data' },
      status: 'fail',
      severity: 'high',
      message: 'It is bad',
      evidence: { id: 'bad-1' },
    });
    expect(outcome.coverage).toEqual([
      { ruleId: 'volume-a', complete: true },
      { ruleId: 'volume-b', complete: true },
    ]);
    expect(outcome).toMatchObject({ unread: [], rest: null, apiCalls: { 'ec2:DescribeVolumes': 1 } });
  });

  it('lists a kind once for all its rules, and not at all without a rule for it', async () => {
    const readers = readersOf({ 'ebs-volume': complete(), 's3-bucket': complete() });
    await scan({ readers, rules: [ruleOf('a'), ruleOf('b'), ruleOf('c', { resource: bucket })] });
    expect(readers.listed).toEqual(['ebs-volume']);
  });

  it('runs global rules in the global scope only', async () => {
    const readers = readersOf({ 'ebs-volume': complete(), 's3-bucket': complete() });
    const rules = [ruleOf('a'), ruleOf('c', { resource: bucket })];
    const outcome = await scan({ readers, rules, scope: 'global' });
    expect(readers.listed).toEqual(['s3-bucket']);
    expect(outcome.coverage).toEqual([{ ruleId: 'c', complete: true }]);
  });

  it('says unknown, once per rule, for a list that AWS refused', async () => {
    const failure = unreadable('ec2:DescribeVolumes');
    const readers = readersOf({ 'ebs-volume': { resources: [], failures: [failure] } });
    const outcome = await scan({ readers, rules: [ruleOf('a'), ruleOf('b')] });

    expect(
      outcome.evaluations.map(({ ruleId, status, resourceId, resourceArn }) => [
        ruleId,
        status,
        resourceId,
        resourceArn,
      ]),
    ).toEqual([
      ['a', 'unknown', '*', 'arn:aws:ec2:eu-west-1:111122223333:*'],
      ['b', 'unknown', '*', 'arn:aws:ec2:eu-west-1:111122223333:*'],
    ]);
    expect(outcome.coverage).toEqual([
      { ruleId: 'a', complete: false, reason: 'No ec2:DescribeVolumes.' },
      { ruleId: 'b', complete: false, reason: 'No ec2:DescribeVolumes.' },
    ]);
    expect(outcome.unread).toEqual([
      {
        accountId: ACCOUNT.id,
        region: 'eu-west-1',
        operation: 'ec2:DescribeVolumes',
        reason: 'access-denied',
        message: 'No ec2:DescribeVolumes.',
      },
    ]);
  });

  it('still judges the pages that were read before one failed, as incomplete', async () => {
    const failure = unreadable('ec2:DescribeVolumes', 'throttled');
    const readers = readersOf({ 'ebs-volume': { resources: [volumeNamed('bad-1')], failures: [failure] } });
    const outcome = await scan({ readers, rules: [ruleOf('a')] });
    expect(outcome.evaluations.map(({ resourceId, status }) => [resourceId, status])).toEqual([
      ['bad-1', 'fail'],
      ['*', 'unknown'],
    ]);
    expect(outcome.coverage).toMatchObject([{ complete: false }]);
  });

  it('says unknown for the one resource that could not be read, and names the operation once', async () => {
    const judge = async () => {
      throw unreadable('kms:DescribeKey');
    };
    const readers = readersOf({ 'ebs-volume': complete('v-1', 'v-2') });
    const outcome = await scan({ readers, rules: [ruleOf('a', { judge }), ruleOf('b')] });
    expect(outcome.evaluations.map(({ ruleId, status }) => [ruleId, status])).toEqual([
      ['a', 'unknown'],
      ['b', 'pass'],
      ['a', 'unknown'],
      ['b', 'pass'],
    ]);
    expect(outcome.evaluations[0]?.evidence).toEqual({
      operation: 'kms:DescribeKey',
      reason: 'access-denied',
    });
    expect(outcome.unread.map(({ operation }) => operation)).toEqual(['kms:DescribeKey']);
    expect(outcome.coverage.every(({ complete }) => complete)).toBe(true);
  });

  it('reports a read that was refused even where the rule could judge without it', async () => {
    const readers = readersOf({ 'ebs-volume': complete('bad-1') }, [unreadable('s3:GetBucketAcl')]);
    const outcome = await scan({ readers, rules: [ruleOf('a')] });
    expect(outcome.evaluations.map(({ status }) => status)).toEqual(['fail']);
    expect(outcome.unread.map(({ operation }) => operation)).toEqual(['s3:GetBucketAcl']);
  });

  it('says unknown with the reason where a rule itself fails, and lets the others judge', async () => {
    const judge = async () => {
      throw new TypeError('x is not a function');
    };
    const readers = readersOf({ 'ebs-volume': complete('v-1') });
    const outcome = await scan({ readers, rules: [ruleOf('a', { judge }), ruleOf('b')] });
    expect(outcome.evaluations.map(({ status, message }) => [status, message])).toEqual([
      ['unknown', 'The rule a could not judge v-1: x is not a function'],
      ['pass', 'The resource meets the rule'],
    ]);
    expect(outcome.unread).toEqual([
      {
        accountId: ACCOUNT.id,
        region: 'eu-west-1',
        operation: 'rule:a',
        reason: 'rule-error',
        message: 'The rule a could not judge v-1: x is not a function',
      },
    ]);
    expect(outcome.coverage.every(({ complete }) => complete)).toBe(true);
  });

  it('says nothing of a resource that was deleted since it was listed, by any rule', async () => {
    const judge = async ({ id }: { id: string }) => {
      if (id === 'gone') throw new ResourceGoneError();
      return pass();
    };
    const readers = readersOf({ 'ebs-volume': complete('gone', 'there') });
    const outcome = await scan({ readers, rules: [ruleOf('a', { judge }), ruleOf('b')] });
    expect(outcome.evaluations.map(({ resourceId }) => resourceId)).toEqual(['there', 'there']);
    expect(outcome.coverage.every(({ complete }) => complete)).toBe(true);
    expect(outcome.unread).toEqual([]);
  });

  it('says unknown, naming the field, for parameters that the rule does not take, without reading for it', async () => {
    const readers = readersOf({ 'ebs-volume': complete('v-1') });
    const outcome = await scan({ readers, rules: [{ ...ruleOf('a'), params: { max_age_days: 'soon' } }] });
    expect(outcome.evaluations).toMatchObject([{ status: 'unknown', resourceId: '*' }]);
    expect(outcome.evaluations[0]?.message).toContain('max_age_days');
    expect(outcome.coverage).toMatchObject([{ ruleId: 'a', complete: false }]);
    expect(readers.listed).toEqual([]);
  });

  it('judges a resource once that two pages brought', async () => {
    const readers = readersOf({ 'ebs-volume': complete('v-1', 'v-1') });
    const outcome = await scan({ readers, rules: [ruleOf('a')] });
    expect(outcome.evaluations).toHaveLength(1);
  });

  it('takes a kind that nothing reads for unread, not for absent', async () => {
    const outcome = await scan({ readers: readersOf({}), rules: [ruleOf('a')] });
    expect(outcome.evaluations).toMatchObject([{ status: 'unknown', resourceId: '*' }]);
    expect(outcome.coverage).toMatchObject([{ complete: false }]);
  });

  describe('with only', () => {
    it('runs the named rules', async () => {
      const readers = readersOf({ 'ebs-volume': complete('v-1') });
      const outcome = await scan({ readers, rules: [ruleOf('a'), ruleOf('b')], only: { ruleIds: ['b'] } });
      expect(outcome.coverage).toEqual([{ ruleId: 'b', complete: true }]);
      expect(outcome.evaluations.map(({ ruleId }) => ruleId)).toEqual(['b']);
    });

    it('judges the named resource', async () => {
      const readers = readersOf({ 'ebs-volume': complete('v-1', 'bad-2') });
      const only = { resourceArn: volumeNamed('bad-2').arn };
      const outcome = await scan({ readers, rules: [ruleOf('a')], only });
      expect(outcome.evaluations.map(({ resourceId }) => resourceId)).toEqual(['bad-2']);
    });

    it('is complete without an evaluation when the named resource is gone', async () => {
      const readers = readersOf({ 'ebs-volume': complete('v-1') });
      const only = { resourceArn: volumeNamed('gone').arn };
      const outcome = await scan({ readers, rules: [ruleOf('a')], only });
      expect(outcome.evaluations).toEqual([]);
      expect(outcome.coverage).toEqual([{ ruleId: 'a', complete: true }]);
    });

    it('is incomplete, and says nothing of others, when the list was refused', async () => {
      const failures = [unreadable('ec2:DescribeVolumes')];
      const readers = readersOf({ 'ebs-volume': { resources: [], failures } });
      const only = { resourceArn: volumeNamed('v-1').arn };
      const outcome = await scan({ readers, rules: [ruleOf('a')], only });
      expect(outcome.evaluations).toEqual([]);
      expect(outcome.coverage).toMatchObject([{ complete: false }]);
    });
  });

  describe('when the time runs out', () => {
    const never = () => new Promise<never>(() => {});

    it('leaves the rules that are not finished, and keeps those that are', async () => {
      const slow = ruleOf('slow', { resource: { ...bucket, scope: 'regional' } });
      const readers = readersOf({ 'ebs-volume': complete('bad-1'), 's3-bucket': never });
      const started = Date.now();
      const remainingMs = () => 3_060 - (Date.now() - started);
      const outcome = await scan({ readers, rules: [ruleOf('a'), slow], remainingMs });
      expect(outcome.rest).toEqual({ ruleIds: ['slow'], after: {}, oneByOne: false });
      expect(outcome.coverage).toEqual([{ ruleId: 'a', complete: true }]);
      expect(outcome.evaluations.map(({ ruleId }) => ruleId)).toEqual(['a']);
      expect(outcome.unread).toEqual([]);
    });

    it('keeps what it has as incomplete when nothing could be done, so that continuing ends', async () => {
      const judge = async ({ id }: { id: string }) => (id === 'a-stuck' ? never() : pass());
      const readers = readersOf({ 'ebs-volume': complete('quick', 'a-stuck') });
      const started = Date.now();
      const remainingMs = () => 3_060 - (Date.now() - started);
      const outcome = await scan({ readers, rules: [ruleOf('a', { judge })], remainingMs });
      expect(outcome.rest).toBeNull();
      expect(outcome.coverage).toMatchObject([{ ruleId: 'a', complete: false }]);
      expect(outcome.evaluations.map(({ resourceId, status }) => [resourceId, status])).toEqual([
        ['quick', 'pass'],
        ['*', 'unknown'],
      ]);
      expect(outcome.unread).toMatchObject([{ reason: 'timeout' }]);
    });

    it('goes on behind what was judged before one that is stuck, then says which part is unknown', async () => {
      const judge = async ({ id }: { id: string }) => (id === 'v-2' ? never() : pass());
      const rules = [ruleOf('a', { judge })];
      const once = async (rest: ScanRest | null) => {
        const started = Date.now();
        const remainingMs = () => 3_060 - (Date.now() - started);
        const readers = readersOf({ 'ebs-volume': complete('v-3', 'v-2', 'v-1') });
        return scan({ readers, rules, remainingMs, ...(rest === null ? {} : { rest }) });
      };
      const upTo = volumeNamed('v-1').arn;
      const first = await once(null);
      expect(first.coverage).toEqual([{ ruleId: 'a', complete: true, span: { after: null, upTo } }]);
      expect(first.evaluations.map(({ resourceId }) => resourceId)).toEqual(['v-1']);
      expect(first.rest).toEqual({ ruleIds: ['a'], after: { 'ebs-volume': upTo }, oneByOne: false });

      const second = await once(first.rest);
      expect(second.coverage).toMatchObject([{ complete: false, span: { after: upTo, upTo: null } }]);
      expect(second.evaluations.map(({ resourceId, status }) => `${resourceId} ${status}`)).toEqual([
        'v-3 pass',
        '* unknown',
      ]);
      expect(second.rest).toBeNull();
    });

    it('reads nothing when there was no time to begin with', async () => {
      const readers = readersOf({ 'ebs-volume': complete('v-1') });
      const outcome = await scan({ readers, rules: [ruleOf('a')], remainingMs: () => 100 });
      expect(readers.listed).toEqual([]);
      expect(outcome).toMatchObject({ evaluations: [], coverage: [], rest: { ruleIds: ['a'], after: {} } });
    });
  });
});
