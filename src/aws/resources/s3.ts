import {
  type Bucket,
  GetBucketAclCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketPolicyStatusCommand,
  GetBucketTaggingCommand,
  GetPublicAccessBlockCommand,
  ListBucketsCommand,
  type PublicAccessBlockConfiguration,
} from '@aws-sdk/client-s3';
import { GetPublicAccessBlockCommand as GetAccountPublicAccessBlockCommand } from '@aws-sdk/client-s3-control';
import {
  type PublicAccessBlock,
  type S3Account,
  type S3Bucket,
  s3Account,
  s3Bucket,
} from '../../rules/s3/resources';
import { whenAbsent, whileItExists } from '../absent';
import { readListing } from '../read-list';
import type { AwsSession } from '../session';
import { Source } from '../source';
import { parsePolicy } from './policy';
import type { Readers } from './readers';
import { tagsOf } from './tags';

/** Only a paged list says in which region each bucket is; this is the largest page. */
const S3_PAGE = 10_000;

const NOTHING_BLOCKED: PublicAccessBlock = {
  blockPublicAcls: false,
  ignorePublicAcls: false,
  blockPublicPolicy: false,
  restrictPublicBuckets: false,
};

/** The buckets of the account, and how they are listed. */
export interface S3Resources {
  readers: Readers;
  /** The account's bucket of that name; null when it has none. Rejects with an UnreadableError where buckets cannot be listed. */
  bucketNamed(name: string): Promise<S3Bucket | null>;
}

export function s3Resources(session: AwsSession): S3Resources {
  const accountPublicAccessBlock = session.question(async () => {
    const source = new Source('s3control:GetPublicAccessBlock', 'global');
    const command = new GetAccountPublicAccessBlockCommand({ AccountId: session.accountId });
    const answer = await whenAbsent(
      session.clients.s3Control().send(command),
      ['NoSuchPublicAccessBlockConfiguration'],
      null,
    );
    return answer === null ? NOTHING_BLOCKED : flagsOf(answer.PublicAccessBlockConfiguration, source);
  });

  const account: S3Account = {
    id: session.accountId,
    arn: session.rootArn,
    region: 'global',
    publicAccessBlock: accountPublicAccessBlock,
  };

  const source = new Source('s3:ListBuckets', 'global');
  // Other kinds of resources ask about buckets too: each is one object, so that its questions are asked once for all.
  const buckets = new Map<string, S3Bucket>();
  const list = session.question(() =>
    readListing(
      {
        source,
        page: (ContinuationToken) =>
          session.clients.s3().send(new ListBucketsCommand({ MaxBuckets: S3_PAGE, ContinuationToken })),
        items: (page) => page.Buckets,
        next: (page) => page.ContinuationToken,
      },
      (listed) => {
        const bucket = toBucket(session, source, listed, accountPublicAccessBlock);
        buckets.set(bucket.id, bucket);
        return bucket;
      },
    ),
  );

  return {
    readers: {
      [s3Account.key]: async () => ({ resources: [account], failures: [] }),
      [s3Bucket.key]: list,
    },
    bucketNamed: async (name) => {
      const [failure] = (await list()).failures;
      const bucket = buckets.get(name);
      // What was not listed may be on the page that failed.
      if (bucket === undefined && failure !== undefined) throw failure;
      return bucket ?? null;
    },
  };
}

function toBucket(
  session: AwsSession,
  buckets: Source,
  listed: Bucket,
  accountPublicAccessBlock: () => Promise<PublicAccessBlock>,
): S3Bucket {
  const Bucket = buckets.required(listed.Name, 'the name of a bucket');
  const region = listed.BucketRegion ?? session.region;
  const s3 = session.clients.s3In(region);
  /** Asks once; `absent` are the codes that mean that nothing of the kind is configured, which `read` sees as null. */
  const ask = <T, V>(
    operation: string,
    absent: string[],
    send: () => Promise<T>,
    read: (answer: T | null, source: Source) => V,
  ) =>
    session.question(async () => {
      const answer = await whileItExists(whenAbsent(send(), absent, null), ['NoSuchBucket']);
      return read(answer, new Source(`s3:${operation}`, region));
    });

  return {
    id: Bucket,
    arn: `arn:${session.partition}:s3:::${Bucket}`,
    region,
    accountPublicAccessBlock,
    publicAccessBlock: ask(
      'GetPublicAccessBlock',
      ['NoSuchPublicAccessBlockConfiguration'],
      () => s3.send(new GetPublicAccessBlockCommand({ Bucket })),
      (answer, source) =>
        answer === null ? NOTHING_BLOCKED : flagsOf(answer.PublicAccessBlockConfiguration, source),
    ),
    policyStatus: ask(
      'GetBucketPolicyStatus',
      ['NoSuchBucketPolicy'],
      () => s3.send(new GetBucketPolicyStatusCommand({ Bucket })),
      (answer, source) => ({
        isPublic: answer === null ? false : source.required(answer.PolicyStatus?.IsPublic, 'IsPublic'),
      }),
    ),
    policy: ask(
      'GetBucketPolicy',
      ['NoSuchBucketPolicy'],
      () => s3.send(new GetBucketPolicyCommand({ Bucket })),
      (answer, source) => (answer === null ? null : parsePolicy(answer.Policy, source, Bucket)),
    ),
    acl: ask(
      'GetBucketAcl',
      [],
      () => s3.send(new GetBucketAclCommand({ Bucket })),
      (answer, source) => source.required(answer?.Grants, 'the grants'),
    ),
    ownership: ask(
      'GetBucketOwnershipControls',
      ['OwnershipControlsNotFoundError'],
      () => s3.send(new GetBucketOwnershipControlsCommand({ Bucket })),
      (answer, source) =>
        answer === null
          ? null
          : source.required(answer.OwnershipControls?.Rules?.[0]?.ObjectOwnership, 'ObjectOwnership'),
    ),
    lifecycle: ask(
      'GetLifecycleConfiguration',
      ['NoSuchLifecycleConfiguration'],
      () => s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket })),
      (answer, source) => (answer === null ? [] : source.required(answer.Rules, 'the rules')),
    ),
    bucketTags: ask(
      'GetBucketTagging',
      ['NoSuchTagSet'],
      () => s3.send(new GetBucketTaggingCommand({ Bucket })),
      (answer, source) => (answer === null ? {} : tagsOf(source.required(answer.TagSet, 'the tags'))),
    ),
  };
}

/** The four flags, each of which a genuine answer has. */
export function flagsOf(
  configuration: Partial<PublicAccessBlockConfiguration> | undefined,
  source: Source,
): PublicAccessBlock {
  const { BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets } = configuration ?? {};
  return {
    blockPublicAcls: source.required(BlockPublicAcls, 'BlockPublicAcls'),
    ignorePublicAcls: source.required(IgnorePublicAcls, 'IgnorePublicAcls'),
    blockPublicPolicy: source.required(BlockPublicPolicy, 'BlockPublicPolicy'),
    restrictPublicBuckets: source.required(RestrictPublicBuckets, 'RestrictPublicBuckets'),
  };
}
