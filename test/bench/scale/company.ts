import type { Account, Estate } from '../../../sandbox/aws/estate/estate';
import type { PortRule } from '../../../sandbox/aws/estate/network';
import type { Setup } from '../../../sandbox/demo/setup';
import { DEFAULT_ROLLOUT, newPolicy } from '../../../src/domain/rollout/policy';
import { benchAccount, REGION, ROLE } from '../api-calls/estate';
import type { Sizes } from '../api-calls/sizes';

const REGIONS = ['us-east-1', 'eu-west-1', 'eu-central-1', 'ap-southeast-2', 'us-west-2', 'ap-northeast-1'];
/** That accounts belong to, in turns. */
export const PROJECTS = ['PAY', 'WEB', 'DATA', 'PLAT', 'SEC'];
const HUB = { id: 'AKIAHUBOFTHEBENCHMARK', secret: 'hub-secret-of-the-benchmark-000000000001' };

export interface Company {
  accounts: number;
  regions: number;
  /** In each region of each account; the global ones of an account come on top. */
  resources: number;
}

export const regionsOf = ({ regions }: Pick<Company, 'regions'>): string[] => REGIONS.slice(0, regions);

/** Roughly what an account is made of: much that one list shows, little that has to be asked about one by one. */
function sizesOf(resources: number): Sizes {
  const share = (part: number): number => Math.max(1, Math.round(resources * part));
  return {
    buckets: share(0.08),
    users: share(0.02),
    roles: share(0.1),
    snapshots: share(0.26),
    'security-groups': share(0.24),
    volumes: share(0.18),
    instances: share(0.1),
    functions: share(0.06),
    databases: share(0.02),
    'database-snapshots': share(0.04),
    keys: share(0.02),
    others: 0,
  };
}

/**
 * A company of accounts that are alike. They share what they hold in memory; AWS gives each account ids and ARNs of its
 * own, so that to the app they are as many resources as there are.
 */
export function companyOf({ accounts, regions, resources }: Company): { estate: Estate; setup: Setup } {
  const names = regionsOf({ regions });
  const template = benchAccount(sizesOf(resources));
  const regional = template.regions[REGION];
  if (regional === undefined) throw new Error(`The account of the benchmark has nothing in ${REGION}`);
  const { groups } = changesOf(resources);
  for (const group of Object.values(regional.securityGroups).slice(0, 2 * groups))
    group.ingress = [DOCKER_TO_EVERYBODY];
  const all = Array.from(
    { length: accounts },
    (_, index): Account => ({
      ...template,
      ...bucketsOf(template, `account-${index}`),
      id: String(200_000_000_000 + index * 104_729),
      name: `account-${index}`,
      regions: Object.fromEntries(names.map((name) => [name, regional])),
      enabledRegions: names,
    }),
  );
  const estate: Estate = {
    regions: names,
    hub: { accountId: '100000000001', user: 'cloud-findings', accessKeys: [HUB] },
    accounts: all,
    timeline: [],
    documents: {},
  };
  return { estate, setup: setupOf(all) };
}

/** What is critical, and filed. */
const DOCKER_TO_EVERYBODY: PortRule = {
  protocol: 'tcp',
  ports: { from: 2375, to: 2375 },
  peers: ['0.0.0.0/0'],
};
const FROM_WITHIN: PortRule = { protocol: 'tcp', ports: { from: 443, to: 443 }, peers: ['10.0.0.0/8'] };

/** How many resources of each kind change in an hour in which one in a hundred does. */
function changesOf(resources: number): { groups: number; volumes: number; instances: number } {
  const all = Math.ceil(resources / 100);
  const groups = Math.ceil(all / 4);
  const volumes = Math.min(all - groups, Math.ceil(all / 2));
  return { groups, volumes, instances: all - groups - volumes };
}

/** The names of buckets are the whole world's. */
function bucketsOf({ s3, trails }: Account, prefix: string): Pick<Account, 's3' | 'trails'> {
  const named = (name: string): string => `${prefix}-${name}`;
  return {
    s3: {
      ...s3,
      buckets: Object.fromEntries(Object.entries(s3.buckets).map(([name, each]) => [named(name), each])),
    },
    trails: Object.fromEntries(
      Object.entries(trails).map(([name, trail]) => [name, { ...trail, bucket: named(trail.bucket) }]),
    ),
  };
}

/** How many issues so many accounts may get: of 500, 100 a run and 500 a day. */
export function ceilingOf(accounts: number): { perRun: number; perDay: number } {
  const perRun = Math.ceil(accounts / 5);
  return { perRun, perDay: 5 * perRun };
}

/** Every rule is observed everywhere; critical findings are filed, as far as the ceiling goes. */
function setupOf(accounts: Account[]): Setup {
  const policy = newPolicy('5f0c2a0e-3b0d-4a53-9c5e-7a1f6b1d0042', 'Critical findings');
  return {
    hub: { accessKeyId: HUB.id, secretAccessKey: HUB.secret },
    accounts: accounts.map(({ id, name, tier }, index) => ({
      id,
      name,
      roleArn: `arn:aws:iam::${id}:role/${ROLE}`,
      tier,
      ownerProjectKey: PROJECTS[index % PROJECTS.length] ?? 'SEC',
      regions: 'enabled',
      enabled: true,
      tags: {},
    })),
    rollout: {
      ...DEFAULT_ROLLOUT,
      policies: [
        {
          ...policy,
          stage: 'ticket',
          rules: { ...policy.rules, minimumSeverity: 'critical' },
          ceiling: ceilingOf(accounts.length),
        },
      ],
    },
  };
}

/**
 * A product team's hour. In every region of every account one in a hundred resources changes: half of them are volumes
 * that get better or worse, a quarter security groups of which something critical is fixed, the rest instances that get
 * another tag.
 */
export function changeOnePercent({ accounts }: Estate, { resources }: Company): void {
  const { groups, volumes, instances } = changesOf(resources);
  const regions = new Set(accounts.flatMap((account) => Object.values(account.regions)));
  for (const region of regions) {
    for (const group of Object.values(region.securityGroups).slice(0, groups)) group.ingress = [FROM_WITHIN];
    for (const volume of Object.values(region.volumes).slice(0, volumes))
      volume.encrypted = !volume.encrypted;
    for (const instance of Object.values(region.instances).slice(-instances || Number.POSITIVE_INFINITY))
      instance.tags = { ...instance.tags, release: 'next' };
  }
}
