import type { RdsInstance } from './resources';

/**
 * The member that speaks for the cluster of this instance where the instance itself does not, the oldest: readers come and
 * go with the load, and a finding should not move with them. What is set on the cluster, or
 * tells of it as a whole, is one finding and not one for each member. Only for what is nobody's security: what leaves the
 * data of an instance open is said of every instance.
 */
export function judgedAt({ id, clusterMembers }: RdsInstance): string | null {
  const [first] = clusterMembers;
  return first === undefined || first === id ? null : first;
}

/** What people call the database: the cluster, or the instance that is in none. */
export function databaseName({ id, clusterId }: RdsInstance): string {
  return clusterId === null ? id : `the cluster ${clusterId}`;
}
