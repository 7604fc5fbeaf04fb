import { z } from 'zod';
import type { Account } from '../../../sandbox/aws/estate/estate';
import { REGION } from './estate';

/** What an account holds, as far as the number of calls depends on it. */
export interface Counts {
  /** Resources of a kind, by the name that the estate gives it, in the region or in the account. */
  of(kind: string): number;
  buckets: number;
  /** Whose public access is not blocked in full, by the account or by themselves. */
  openBuckets: number;
  /** Users, roles, groups and the account's own policies. */
  principals: number;
  /** With a bucket among their origins. */
  bucketDistributions: number;
  /** Buckets that are an origin and not the account's own. */
  foreignOrigins: number;
  /** Of the account itself; AWS's own keys need not be asked. */
  ownKeys: number;
  /** Which KMS rotates when told to: enabled, symmetric, of its own material. */
  rotatingKeys: number;
  /** Whose user data is still there. */
  liveInstances: number;
  /** Plain HTTP on an application load balancer, redirecting unless a rule says otherwise. */
  redirectingListeners: number;
  instanceSnapshots: number;
  clusterSnapshots: number;
  plainInstanceSnapshots: number;
  plainClusterSnapshots: number;
  sharesSnapshots: boolean;
}

const listsSchema = z.record(z.string(), z.unknown());
const BUCKET_ORIGIN = /^(.+)\.s3[.-].*amazonaws\.com$/;

/** Counts what an account of the estate holds, in itself and in the region of the benchmark. */
export function countsOf(account: Account): Counts {
  const region = account.regions[REGION];
  if (region === undefined) throw new Error(`The account has nothing in ${REGION}`);
  const lists = { ...listsSchema.parse(account), ...listsSchema.parse(region) };
  const snapshots = Object.values(region.databaseSnapshots).filter(({ type }) => type === 'manual');
  const ofKind = (wanted: string) => snapshots.filter(({ kind }) => kind === wanted);
  const plain = (wanted: string) => ofKind(wanted).filter(({ encrypted }) => !encrypted).length;
  const buckets = Object.values(account.s3.buckets);
  const { users, roles, groups, policies } = account.iam;
  const origins = Object.values(account.distributions).map((distribution) =>
    distribution.origins.flatMap((host) => BUCKET_ORIGIN.exec(host)?.[1] ?? []),
  );
  const keys = Object.values(region.keys).filter(({ manager }) => manager === 'CUSTOMER');
  const listeners = Object.values(region.loadBalancers)
    .filter(({ type }) => type === 'application')
    .flatMap((balancer) => Object.values(balancer.listeners));
  return {
    of: (kind) => {
      const list = lists[kind];
      return typeof list === 'object' && list !== null ? Object.keys(list).length : 0;
    },
    buckets: buckets.length,
    openBuckets:
      account.s3.publicAccessBlock === 'all' ? 0 : buckets.filter(({ block }) => block !== 'all').length,
    principals: [users, roles, groups, policies].reduce((sum, list) => sum + Object.keys(list).length, 0),
    bucketDistributions: origins.filter((names) => names.length > 0).length,
    foreignOrigins: origins.flat().filter((name) => account.s3.buckets[name] === undefined).length,
    ownKeys: keys.length,
    rotatingKeys: keys.filter(
      ({ spec, origin, state, multiRegion }) =>
        spec === 'SYMMETRIC_DEFAULT' &&
        origin === 'AWS_KMS' &&
        state === 'Enabled' &&
        multiRegion !== 'replica',
    ).length,
    liveInstances: Object.values(region.instances).filter(({ state }) => state !== 'terminated').length,
    redirectingListeners: listeners.filter(
      ({ protocol, action }) => protocol === 'HTTP' && action === 'redirect',
    ).length,
    instanceSnapshots: ofKind('instance').length,
    clusterSnapshots: ofKind('cluster').length,
    plainInstanceSnapshots: plain('instance'),
    plainClusterSnapshots: plain('cluster'),
    sharesSnapshots: region.ebs.snapshotBlock !== 'block-all-sharing',
  };
}
