import { type Account, accountSchema } from '../../../sandbox/aws/estate/estate';
import { parseAccount } from '../../../sandbox/aws/estate/parse';
import { regionalSchema } from '../../../sandbox/aws/estate/regional';
import type { Sizes } from './sizes';

export const ACCOUNT_ID = '111122223333';
export const ROLE = 'CloudFindingsReadOnly';
export const REGION = 'us-east-1';

type Resources = Record<string, object>;

/**
 * One account as it might be: nothing blocks public access for the account as a whole, one bucket in five has no block of
 * its own, one snapshot of a database in two is not encrypted, one key in ten is asymmetric. Kinds that nothing is said of here are there as `others`
 * resources with nothing but defaults, so that a service that is added to the estate is in the count at once.
 */
export function benchAccount(sizes: Sizes): Account {
  const regional = {
    ebs: { encryptionByDefault: true, snapshotBlock: 'block-new-sharing' },
    vpcs: { main: {} },
    securityGroups: many('group', sizes['security-groups'], () => ({
      vpc: 'main',
      ingress: ['tcp 443 from 10.0.0.0/8'],
    })),
    instances: many('server', sizes.instances, (at) => ({ state: at % 10 === 0 ? 'terminated' : 'running' })),
    volumes: many('volume', sizes.volumes, () => ({})),
    snapshots: many('snapshot', sizes.snapshots, () => ({})),
    functions: many('function', sizes.functions, (at) => (at % 5 === 0 ? { url: 'AWS_IAM' } : {})),
    databases: many('database', sizes.databases, () => ({})),
    databaseSnapshots: many('snapshot', sizes['database-snapshots'], (at) => ({
      source: 'database-1',
      encrypted: at % 2 === 0,
      kind: at % 4 < 2 ? 'instance' : 'cluster',
    })),
    accessPoints: many('point', sizes.others, () => ({ bucket: 'bucket-1' })),
    keys: {
      ...many('key', sizes.keys, (at) => (at % 10 === 0 ? { spec: 'RSA_2048', usage: 'SIGN_VERIFY' } : {})),
      ...many('aws/service', sizes.others, () => ({ manager: 'AWS' })),
    },
  };
  const account = {
    id: ACCOUNT_ID,
    name: 'bench',
    roles: { [ROLE]: { externalId: 'any' } },
    tags: {},
    s3: {
      publicAccessBlock: 'none',
      buckets: many('bucket', sizes.buckets, bucket),
      multiRegionAccessPoints: many('point', sizes.others, () => ({ buckets: ['bucket-1'] })),
    },
    distributions: many('site', sizes.others, (at) => ({ origins: [ORIGINS[at % ORIGINS.length]] })),
    iam: {
      users: many('user', sizes.users, () => ({
        console: { used: '3d' },
        mfa: true,
        keys: [{ age: '30d', used: '1d' }],
      })),
      roles: many('role', sizes.roles, () => ({})),
      groups: many('group', sizes.others, () => ({})),
      policies: many('policy', sizes.others, () => ({
        document: { Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }] },
      })),
    },
    trails: { main: { home: REGION, bucket: 'bucket-1' } },
  };
  const document = { ...account, ...theRest(accountSchema.shape, account, sizes.others) };
  return parseAccount(
    {
      ...document,
      regions: { [REGION]: { ...regional, ...theRest(regionalSchema.shape, regional, sizes.others) } },
    },
    'bench',
  );
}

/** A bucket of the account's own, one of somebody else, and no bucket. */
const ORIGINS = [
  'bucket-1.s3.us-east-1.amazonaws.com',
  'elsewhere.s3.us-east-1.amazonaws.com',
  'api.example.com',
];

function bucket(at: number): object {
  return at % 5 === 0 ? { region: REGION, block: 'none' } : { region: REGION };
}

function many(name: string, count: number, resource: (at: number) => object): Resources {
  return Object.fromEntries(Array.from({ length: count }, (_, at) => [`${name}-${at + 1}`, resource(at)]));
}

/** Every list of named resources in the schema that the estate does not speak of, as far as a resource may be all defaults. */
function theRest(
  shape: Record<string, { safeParse(value: unknown): { success: boolean } }>,
  spokenOf: object,
  count: number,
): Record<string, Resources> {
  const notSpokenOf = Object.entries(shape).filter(([key]) => !(key in spokenOf) && key !== 'regions');
  const lists = notSpokenOf.filter(([, schema]) => schema.safeParse({ 'bench-1': {} }).success);
  return Object.fromEntries(
    lists.map(([key]) => [key, many(`bench-${key.toLowerCase()}`, count, () => ({}))]),
  );
}
