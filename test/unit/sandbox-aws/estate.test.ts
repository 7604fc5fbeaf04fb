import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { expandRanges } from '../../../sandbox/aws/estate/expand-ranges';
import { portRuleSchema } from '../../../sandbox/aws/estate/network';
import { parseAccount } from '../../../sandbox/aws/estate/parse';
import { durationSchema } from '../../../sandbox/aws/estate/values';
import { applyTimeline, loadEstate } from '../../../sandbox/aws/server';

const SHARED = `
regions: [us-east-1]
hub: { accountId: '999900001111', user: hub, accessKeys: [{ id: AKIAHUBHUBHUBHUBHUB1, secret: 0123456789abcdef }] }
`;

async function estateOf(files: Record<string, string>): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'estate-'));
  for (const [name, text] of Object.entries({ 'estate.yaml': SHARED, ...files }))
    await writeFile(join(directory, name), text);
  return directory;
}

describe('estate values', () => {
  it('reads durations, before the start and after it', () => {
    expect(['90d', '1.5h', '-30m'].map((text) => durationSchema.parse(text))).toEqual([
      7_776_000_000, 5_400_000, -1_800_000,
    ]);
    expect(durationSchema.safeParse('soon').success).toBe(false);
  });

  it('writes ranges of names out, with their zeros', () => {
    expect(expandRanges({ 'a-[1..2]': { x: 1 }, 'b-[09..10]-z': 2, c: [3] })).toEqual({
      'a-1': { x: 1 },
      'a-2': { x: 1 },
      'b-09-z': 2,
      'b-10-z': 2,
      c: [3],
    });
  });

  it('reads port rules', () => {
    const read = (text: string) => portRuleSchema.parse(text);
    expect(read('tcp 443 from 0.0.0.0/0, sg:web')).toEqual({
      protocol: 'tcp',
      ports: { from: 443, to: 443 },
      peers: ['0.0.0.0/0', 'sg:web'],
    });
    expect(read('udp 1000-2000 from self').ports).toEqual({ from: 1000, to: 2000 });
    expect(read('all to 0.0.0.0/0')).toEqual({ protocol: '-1', ports: null, peers: ['0.0.0.0/0'] });
    expect(portRuleSchema.safeParse('443 from everywhere').error?.message).toContain('must read like');
  });
});

describe('an account of an estate', () => {
  const account = (rest: object) => parseAccount({ id: '111122223333', name: 'a', ...rest }, 'a.yaml');

  it('needs nothing but an id and a name', () => {
    expect(account({}).iam.passwordPolicy?.minimumLength).toBe(14);
  });

  it.each([
    [{ id: 111122223333 }, /a\.yaml is not a valid part of an estate:[\s\S]*→ at id/],
    [{ s3: { buckets: { b: { blok: 'all' } } } }, /Unrecognized key: "blok"[\s\S]*at s3\.buckets\.b/],
    [
      { regions: { 'us-east-1': { instances: { i: { groups: ['nope'] } } } } },
      /instances\.i\.groups: there is no security group "nope"/,
    ],
    [
      { regions: { 'us-east-1': { volumes: { v: { attachedTo: 'nope' } } } } },
      /volumes\.v\.attachedTo: there is no instance "nope"/,
    ],
    [
      { regions: { 'us-east-1': { securityGroups: { g: {} } } } },
      /securityGroups\.g: the region needs a VPC/,
    ],
    [{ enabledRegions: ['eu-west-1'], regions: { 'us-east-1': {} } }, /is not among enabledRegions/],
  ])('says what is wrong and where: %j', (rest, message) => {
    expect(() => account(rest)).toThrow(message);
  });
});

describe('a timeline', () => {
  const ACCOUNT = `
id: '111122223333'
name: shop
s3: { buckets: { plain: {} } }
`;

  it('is carried out step by step and leaves the estate that it is given alone', async () => {
    const estate = await loadEstate(
      await estateOf({
        'shop.yaml': ACCOUNT,
        'timeline.yaml': `
- { after: 2h, what: gone, delete: [shop/s3/buckets/plain] }
- { after: 1h, what: opened, set: { shop/s3/buckets/plain/acl: public-read } }
`,
      }),
    );
    const bucketAt = (hours: number) =>
      applyTimeline(estate, hours * 3_600_000).accounts[0]?.s3.buckets['plain'];
    expect(bucketAt(0.5)?.acl).toBe('private');
    expect(bucketAt(1)?.acl).toBe('public-read');
    expect(bucketAt(2)).toBeUndefined();
    expect(bucketAt(1)?.acl).toBe('public-read');
  });

  it.each([
    [
      '{ after: 1h, what: x, set: { nobody/name: y } }',
      'timeline step "x": there is no nobody for nobody/name',
    ],
    ['{ after: 1h, what: x, set: { shop/s3/buckets/plane/acl: private } }', 'there is no plane for shop'],
    [
      '{ after: 1h, what: x, delete: [shop/s3/buckets/plane] }',
      'there is no shop/s3/buckets/plane to delete',
    ],
    [
      '{ after: 1h, what: x, set: { shop/s3/buckets/plain/acl: open } }',
      'shop after the timeline\'s steps up to "x"',
    ],
  ])('is checked when the estate is loaded: %s', async (step, message) => {
    const directory = await estateOf({ 'shop.yaml': ACCOUNT, 'timeline.yaml': `- ${step}` });
    await expect(loadEstate(directory)).rejects.toThrow(message);
  });

  it('names the file that is no YAML and the region that is not of the estate', async () => {
    await expect(loadEstate(await estateOf({ 'shop.yaml': 'id: [' }))).rejects.toThrow(
      /shop\.yaml cannot be read as YAML/,
    );
    await expect(
      loadEstate(await estateOf({ 'shop.yaml': `${ACCOUNT}regions: { eu-west-1: {} }` })),
    ).rejects.toThrow('shop.yaml: region eu-west-1 is not among the regions of estate.yaml');
  });
});

describe('the demo', () => {
  it('is six accounts in four regions with a few hundred resources', async () => {
    const estate = await loadEstate(join(import.meta.dirname, '../../../sandbox/estate/demo'));
    expect(estate.accounts).toHaveLength(6);
    expect(estate.regions).toHaveLength(4);
    const resources = estate.accounts.flatMap((account) => [
      ...Object.keys(account.s3.buckets),
      ...Object.keys(account.iam.users),
      ...Object.values(account.regions).flatMap(({ ebs: _ebs, ...kinds }) =>
        Object.values(kinds).flatMap((kind) => Object.keys(kind)),
      ),
    ]);
    expect(resources.length).toBeGreaterThan(200);
    expect(
      estate.accounts.flatMap((account) => Object.values(account.roles)).map((role) => role.externalId),
    ).toEqual(Array(6).fill('any'));
  });
});
