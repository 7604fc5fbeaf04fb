import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { defineRule } from '../define';
import { shorten } from '../policy/evidence';
import { distribution } from './resources';

export default defineRule({
  id: 'cloudfront-dangling-s3-origin',
  title: 'No distribution points at a missing bucket',
  service: 'cloudfront',
  severity: 'high',
  pillar: 'security',
  resource: distribution,
  parameters: z.object({}),
  permissions: ['cloudfront:ListDistributions', 's3:ListAllMyBuckets'],
  references: { fsbp: ['CloudFront.12'] },
  guidance: {
    why: 'The distribution fetches from a bucket that does not exist, and bucket names are free for anybody to take. Whoever makes a bucket of that name serves their content under your domain, with your certificate.',
    console: [
      'Open the CloudFront console, choose Distributions and the distribution.',
      'Open the Origins tab and select the origin that the evidence names.',
      'Remove the behaviours that use it, then choose Delete; or change the origin to the bucket that took its place.',
      'Where the distribution has no other use, choose Disable, then Delete, and remove its DNS record.',
    ],
    cli: ({ resourceId }) => `# taking the name yourself closes the hole at once
aws s3api create-bucket --bucket <missing-bucket> --region us-east-1

aws cloudfront get-distribution-config --id ${resourceId} > config.json   # keep ETag
# new.json: without the origin and the behaviours that name it
aws cloudfront update-distribution --id ${resourceId} --distribution-config file://new.json --if-match <etag>`,
    terraform: ({ resourceId }) => `resource "aws_cloudfront_distribution" "site" { # ${resourceId}
  origin {
    origin_id                = "content"
    domain_name              = aws_s3_bucket.content.bucket_regional_domain_name # a bucket of this configuration
    origin_access_control_id = aws_cloudfront_origin_access_control.content.id
  }
  # ... as it is
}`,
    before:
      'Removing an origin breaks the paths that lead to it, which answer with errors already. Look in the access logs whether somebody else has the name by now and what was served, since visitors may have been given it.',
    links: [
      {
        title: 'Use various origins with CloudFront distributions',
        url: 'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistS3AndCustomOrigins.html',
      },
      {
        title: 'General purpose bucket naming rules',
        url: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html',
      },
    ],
  },
  async judge(subject) {
    const missing = await subject.missingBuckets();
    const [first] = missing;
    if (first === undefined) return pass('Every bucket that the distribution fetches from exists');
    return fail(`${subject.name ?? subject.id} fetches from the bucket ${first}, which does not exist`, {
      missingBuckets: shorten(missing),
    });
  },
});
