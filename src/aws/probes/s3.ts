import {
  GetBucketAclCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketPolicyStatusCommand,
  GetBucketTaggingCommand,
  GetPublicAccessBlockCommand,
  ListBucketsCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import {
  GetAccessPointCommand,
  GetPublicAccessBlockCommand as GetAccountPublicAccessBlockCommand,
  ListAccessPointsCommand,
  ListMultiRegionAccessPointsCommand,
} from '@aws-sdk/client-s3-control';
import type { AwsSession } from '../session';
import { firstOf, ofFirst, type Probe, Skipped } from './probe';

export function s3Probes(session: AwsSession): [string, Probe][] {
  const { clients, accountId } = session;
  const first = session.question(async () => {
    const answer = await clients.s3().send(new ListBucketsCommand({ MaxBuckets: 1 }));
    return answer.Buckets?.[0];
  });
  const firstPoint = session.question(async () => {
    const command = new ListAccessPointsCommand({ AccountId: accountId, MaxResults: 1 });
    return (await clients.s3ControlIn(session.region).send(command)).AccessPointList?.[0]?.Name;
  });
  const ofBucket =
    (ask: (s3: S3Client, Bucket: string) => Promise<unknown>): Probe =>
    async () => {
      const bucket = await firstOf(first, 'the list of buckets');
      if (bucket instanceof Skipped) return bucket;
      if (bucket?.Name === undefined) return new Skipped('The account has no bucket to ask about.');
      return ask(clients.s3In(bucket.BucketRegion ?? session.region), bucket.Name);
    };
  return [
    ['s3:ListAllMyBuckets', first],
    [
      's3:GetAccountPublicAccessBlock',
      () => clients.s3Control().send(new GetAccountPublicAccessBlockCommand({ AccountId: accountId })),
    ],
    [
      's3:GetBucketPublicAccessBlock',
      ofBucket((s3, Bucket) => s3.send(new GetPublicAccessBlockCommand({ Bucket }))),
    ],
    ['s3:GetBucketPolicy', ofBucket((s3, Bucket) => s3.send(new GetBucketPolicyCommand({ Bucket })))],
    [
      's3:GetBucketPolicyStatus',
      ofBucket((s3, Bucket) => s3.send(new GetBucketPolicyStatusCommand({ Bucket }))),
    ],
    ['s3:GetBucketAcl', ofBucket((s3, Bucket) => s3.send(new GetBucketAclCommand({ Bucket })))],
    [
      's3:GetBucketOwnershipControls',
      ofBucket((s3, Bucket) => s3.send(new GetBucketOwnershipControlsCommand({ Bucket }))),
    ],
    [
      's3:GetLifecycleConfiguration',
      ofBucket((s3, Bucket) => s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }))),
    ],
    ['s3:ListAccessPoints', firstPoint],
    [
      's3:GetAccessPoint',
      ofFirst(firstPoint, 'access points', (Name) =>
        clients.s3ControlIn(session.region).send(new GetAccessPointCommand({ AccountId: accountId, Name })),
      ),
    ],
    [
      's3:ListMultiRegionAccessPoints',
      () =>
        clients
          .s3ControlOfMultiRegion()
          .send(new ListMultiRegionAccessPointsCommand({ AccountId: accountId, MaxResults: 1 })),
    ],
    ['s3:GetBucketTagging', ofBucket((s3, Bucket) => s3.send(new GetBucketTaggingCommand({ Bucket })))],
  ];
}
