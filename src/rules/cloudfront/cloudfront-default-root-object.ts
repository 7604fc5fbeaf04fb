import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { defineRule } from '../define';
import { hasTag } from '../exempt-tag';
import { shorten } from '../policy/evidence';
import { distribution } from './resources';

export default defineRule({
  id: 'cloudfront-default-root-object',
  title: 'Distributions define a default root object',
  service: 'cloudfront',
  severity: 'high',
  pillar: 'security',
  resource: distribution,
  parameters: z.object({
    exempt_tag: z
      .string()
      .max(256)
      .default('')
      .describe('A tag, as key or key=value, on distributions that need none. Empty: nothing is exempt.'),
  }),
  permissions: [
    'cloudfront:ListDistributions',
    'cloudfront:GetDistributionConfig',
    'cloudfront:ListTagsForResource',
  ],
  references: { fsbp: ['CloudFront.1'] },
  guidance: {
    why: 'Who asks for the bare address of the site gets what the bucket answers to it, and where listing is allowed that is the names of all its objects. With a default root object visitors see the start page, and nobody the file list.',
    console: [
      'Open the CloudFront console, choose Distributions and the distribution.',
      'Choose Edit under Settings on the General tab.',
      'Enter index.html, without a slash in front, under "Default root object", and choose "Save changes".',
    ],
    cli: ({
      resourceId,
    }) => `aws cloudfront get-distribution-config --id ${resourceId} > config.json   # keep ETag
jq '.DistributionConfig | .DefaultRootObject = "index.html"' config.json > new.json
aws cloudfront update-distribution --id ${resourceId} --distribution-config file://new.json --if-match <etag>`,
    terraform: ({ resourceId }) => `resource "aws_cloudfront_distribution" "site" { # ${resourceId}
  default_root_object = "index.html"
  # ... as it is
}`,
    before:
      'The object has to exist under that name, or the bare address answers 403. It works for the root alone and not for folders; a function that rewrites folder addresses does both, and a distribution with one can be exempt by a tag.',
    links: [
      {
        title: 'Specify a default root object',
        url: 'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DefaultRootObject.html',
      },
      {
        title: 'Restrict access to an Amazon S3 origin',
        url: 'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html',
      },
    ],
  },
  async judge(subject, { params }) {
    const buckets = subject.origins.filter(({ isS3 }) => isS3).map(({ domainName }) => domainName);
    // An API answers at its root by itself; so does the website endpoint of a bucket.
    if (buckets.length === 0) return pass('No origin of the distribution is a bucket');
    if ((await subject.defaultRootObject()) !== '') return pass('The distribution has a default root object');
    if (
      params.exempt_tag !== '' &&
      hasTag({ ...subject, tags: await subject.distributionTags() }, params.exempt_tag)
    ) {
      return pass(`Exempt by the tag ${params.exempt_tag}`);
    }
    return fail(`${subject.name ?? subject.id} has no default root object`, {
      defaultRootObject: '',
      origins: shorten(buckets),
    });
  },
});
