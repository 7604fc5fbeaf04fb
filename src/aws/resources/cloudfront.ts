import {
  CloudFrontClient,
  type DistributionSummary,
  GetDistributionConfigCommand,
  ListDistributionsCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-cloudfront';
import { HeadBucketCommand } from '@aws-sdk/client-s3';
import { z } from 'zod';
import { type Distribution, distribution } from '../../rules/cloudfront/resources';
import { UnreadableError } from '../../scan/evaluate/unreadable';
import { whileItExists } from '../absent';
import { readListing } from '../read-list';
import type { AwsSession } from '../session';
import { Source } from '../source';
import type { Readers } from './readers';
import type { S3Resources } from './s3';
import { tagsOf } from './tags';

const DISTRIBUTIONS_PAGE = 100;
const GONE = ['NoSuchDistribution', 'NoSuchResource'];

/** `shop.s3.eu-west-1.amazonaws.com`, `shop.s3.amazonaws.com`, `shop.s3-website-eu-west-1.amazonaws.com` and the like. */
const BUCKET_HOST =
  /^(?<bucket>.+)\.s3(?<website>-website)?(?:[.-](?<region>[a-z]{2}(?:-[a-z]+)+-\d))?\.amazonaws\.com(?:\.cn)?$/;

export function cloudFrontReaders(session: AwsSession, s3: Pick<S3Resources, 'bucketNamed'>): Readers {
  const cloudFront = session.clients.global('cloudfront', CloudFrontClient);
  const distributions = new Source('cloudfront:ListDistributions', 'global');

  // Distributions share origins: each bucket is asked for once.
  const questions = new Map<string, () => Promise<string | null>>();
  const missing = (host: string) => {
    const question = questions.get(host) ?? session.question(() => missingBucket(session, s3, host));
    questions.set(host, question);
    return question();
  };

  const toDistribution = (listed: DistributionSummary): Distribution => {
    const Id = distributions.required(listed.Id, 'Id');
    const arn = distributions.required(listed.ARN, `ARN of ${Id}`);
    const hosts = distributions
      .required(listed.Origins?.Items, `Origins of ${Id}`)
      .map(({ DomainName }) => distributions.required(DomainName, `the origin of ${Id}`));
    return {
      id: Id,
      arn,
      region: 'global',
      name: listed.Aliases?.Items?.[0] ?? listed.DomainName ?? Id,
      origins: hosts.map((domainName) => {
        const groups = BUCKET_HOST.exec(domainName)?.groups;
        return { domainName, isS3: groups !== undefined && groups['website'] === undefined };
      }),
      defaultRootObject: session.question(async () => {
        const answer = await whileItExists(cloudFront.send(new GetDistributionConfigCommand({ Id })), GONE);
        const source = new Source('cloudfront:GetDistributionConfig', 'global');
        return source.required(answer.DistributionConfig, 'the configuration').DefaultRootObject ?? '';
      }),
      distributionTags: session.question(async () => {
        const command = new ListTagsForResourceCommand({ Resource: arn });
        const answer = await whileItExists(cloudFront.send(command), GONE);
        const source = new Source('cloudfront:ListTagsForResource', 'global');
        return tagsOf(source.required(answer.Tags?.Items, 'the tags'));
      }),
      missingBuckets: session.question(async () => {
        const asked = await Promise.all([...new Set(hosts)].map(missing));
        return asked.filter((name) => name !== null);
      }),
    };
  };

  return {
    [distribution.key]: () =>
      readListing(
        {
          source: distributions,
          page: (Marker) =>
            cloudFront.send(new ListDistributionsCommand({ MaxItems: DISTRIBUTIONS_PAGE, Marker })),
          // Without a distribution CloudFront leaves the items out.
          items: ({ DistributionList }) => (DistributionList?.Quantity === 0 ? [] : DistributionList?.Items),
          next: ({ DistributionList }) => DistributionList?.NextMarker,
        },
        toDistribution,
      ),
  };
}

/** The name of the bucket that the host stands for when there is none of that name; null otherwise. */
async function missingBucket(
  session: AwsSession,
  s3: Pick<S3Resources, 'bucketNamed'>,
  host: string,
): Promise<string | null> {
  const { bucket: Bucket, region = session.region } = BUCKET_HOST.exec(host)?.groups ?? {};
  if (Bucket === undefined || (await s3.bucketNamed(Bucket)) !== null) return null;
  try {
    await session.clients.s3In(region).send(new HeadBucketCommand({ Bucket }));
    return null;
  } catch (error) {
    // S3 says of a bucket of somebody else that it may not be asked, or where it is: then it exists.
    const status = statusOf(error);
    if (status === 404) return Bucket;
    if (status === 403 || status === 301 || status === 400) return null;
    throw error;
  }
}

const causeSchema = z.object({ $metadata: z.object({ httpStatusCode: z.number() }) });

function statusOf(error: unknown): number | null {
  if (!(error instanceof UnreadableError)) return null;
  const cause = causeSchema.safeParse(error.cause);
  return cause.success ? cause.data.$metadata.httpStatusCode : null;
}
