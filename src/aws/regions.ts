/**
 * Where a partition keeps what belongs to the account as a whole: IAM, the list of buckets, the first STS endpoint.
 * Source: https://docs.aws.amazon.com/general/latest/gr/iam-service.html
 */
const HOME_REGIONS = new Map([
  ['aws', 'us-east-1'],
  ['aws-us-gov', 'us-gov-west-1'],
  ['aws-cn', 'cn-north-1'],
]);

/** The region that answers for the whole account, by partition. Throws a RangeError for a partition we do not know. */
export function homeRegion(partition: string): string {
  const region = HOME_REGIONS.get(partition);
  if (region === undefined) throw new RangeError(`${partition} is not an AWS partition that we know`);
  return region;
}
