import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { defineRule } from '../define';
import { conditionLines } from '../policy/conditions';
import type { PolicyStatement } from '../policy/document';
import { shorten } from '../policy/evidence';
import { actionMatches, covers } from '../policy/glob';
import { asList, namesEveryone } from '../policy/public-access';
import { s3Bucket } from './resources';

export default defineRule({
  id: 's3-bucket-secure-transport',
  title: 'Bucket policies reject plain HTTP',
  service: 's3',
  severity: 'medium',
  pillar: 'security',
  resource: s3Bucket,
  parameters: z.object({}),
  permissions: ['s3:ListAllMyBuckets', 's3:GetBucketPolicy'],
  references: { cis: ['7.0:3.1.1', '6.0:3.1.1', '5.0:2.1.1'], fsbp: ['S3.5'] },
  guidance: {
    why: 'S3 answers over plain HTTP too, so a client with a wrong URL or an old SDK sends data and signatures in clear text, where anybody on the path can read or change them. A Deny on aws:SecureTransport makes such a request fail in place of leaking.',
    console: [
      'Open the S3 console, choose the bucket and open the Permissions tab.',
      'Choose Edit under "Bucket policy".',
      'Add the statement DenyInsecureTransport shown under CLI beside the statements that are there.',
      'Choose Save changes.',
    ],
    cli: ({
      resourceId,
      resourceArn,
      region,
    }) => `# keep what is there: put-bucket-policy replaces the whole policy
aws s3api get-bucket-policy --bucket ${resourceId} --region ${region} --query Policy --output text > policy.json

# add this to the "Statement" list of policy.json
# {
#   "Sid": "DenyInsecureTransport",
#   "Effect": "Deny",
#   "Principal": "*",
#   "Action": "s3:*",
#   "Resource": ["${resourceArn}", "${resourceArn}/*"],
#   "Condition": { "Bool": { "aws:SecureTransport": "false" } }
# }

aws s3api put-bucket-policy --bucket ${resourceId} --region ${region} --policy file://policy.json`,
    terraform: ({ resourceId, resourceArn }) => `data "aws_iam_policy_document" "secure_transport" {
  statement {
    sid       = "DenyInsecureTransport"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = ["${resourceArn}", "${resourceArn}/*"]
    principals {
      type        = "*"
      identifiers = ["*"]
    }
    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

resource "aws_s3_bucket_policy" "bucket" {
  bucket = "${resourceId}"
  policy = data.aws_iam_policy_document.secure_transport.json
}`,
    before:
      'Clients that still use http:// get AccessDenied from then on, and an S3 website endpoint (s3-website) answers only HTTP. Look in the server access logs for requests whose TLS version is "-" to see who they are.',
    links: [
      {
        title: 'Security best practices for Amazon S3: enforce encryption of data in transit',
        url: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html',
      },
      {
        title: 'Amazon S3 server access log format',
        url: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/LogFormat.html',
      },
    ],
  },
  async judge(bucket) {
    const policy = await bucket.policy();
    if (policy === null) {
      return fail('The bucket has no policy, so it answers plain HTTP', { bucketPolicy: null });
    }

    const denies = policy.Statement.filter(deniesPlainHttp);
    const denied = denies.flatMap((statement) => asList(statement.Resource));
    const reached = (resource: string) => denied.some((pattern) => covers(pattern, resource));
    const missing = [
      ...(reached(bucket.arn) ? [] : ['the bucket']),
      ...(reached(`${bucket.arn}/*`) ? [] : ['its objects']),
    ];
    if (missing.length === 0) return pass('The bucket policy denies plain HTTP');
    return fail(`The bucket policy does not deny plain HTTP on ${missing.join(' and ')}`, {
      denyStatements: shorten(policy.Statement.filter((statement) => statement.Effect === 'Deny')),
    });
  },
});

/** Whether the statement denies every S3 action to everyone when TLS is not used, with no further condition. */
function deniesPlainHttp(statement: PolicyStatement): boolean {
  return (
    statement.Effect === 'Deny' &&
    namesEveryone(statement.Principal) &&
    asList(statement.Action).some((pattern) => pattern === '*' || actionMatches(pattern, 's3:*')) &&
    conditionLines(statement).every(
      (line) =>
        line.operator === 'bool' &&
        line.key === 'aws:securetransport' &&
        line.values.some((value) => value.toLowerCase() === 'false'),
    )
  );
}
