import type { BUCKET_POLICY_PRESETS, Bucket, PolicyStatement } from '../../estate/s3';

type Preset = (typeof BUCKET_POLICY_PRESETS)[number];

/** The bucket policy that an estate's presets and statements make; null for none. */
export function bucketPolicy(
  name: string,
  parts: Bucket['policy'],
): { Version: string; Statement: PolicyStatement[] } | null {
  if (parts.length === 0) return null;
  return {
    Version: '2012-10-17',
    Statement: parts.map((part) => (typeof part === 'string' ? statementOf(part, name) : part)),
  };
}

function statementOf(preset: Preset, bucket: string): PolicyStatement {
  const arn = `arn:aws:s3:::${bucket}`;
  switch (preset) {
    case 'tls-only':
      return {
        Sid: 'DenyInsecureTransport',
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: [arn, `${arn}/*`],
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      };
    case 'public-read':
      return {
        Sid: 'PublicRead',
        Effect: 'Allow',
        Principal: '*',
        Action: 's3:GetObject',
        Resource: `${arn}/*`,
      };
    case 'public-write':
      return {
        Sid: 'PublicUpload',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: ['s3:PutObject', 's3:PutObjectAcl'],
        Resource: `${arn}/*`,
      };
    case 'cloudfront':
      return {
        Sid: 'AllowCloudFrontServicePrincipal',
        Effect: 'Allow',
        Principal: { Service: 'cloudfront.amazonaws.com' },
        Action: 's3:GetObject',
        Resource: `${arn}/*`,
        Condition: {
          StringLike: { 'AWS:SourceArn': 'arn:aws:cloudfront::000000000000:distribution/E2EXAMPLE1234' },
        },
      };
    case 'log-delivery':
      return {
        Sid: 'AWSLogDeliveryWrite',
        Effect: 'Allow',
        Principal: { Service: 'delivery.logs.amazonaws.com' },
        Action: 's3:PutObject',
        Resource: `${arn}/AWSLogs/*`,
        Condition: { StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control' } },
      };
    case 'office-ip':
      return {
        Sid: 'OfficeNetworkOnly',
        Effect: 'Allow',
        Principal: '*',
        Action: 's3:GetObject',
        Resource: `${arn}/*`,
        Condition: { IpAddress: { 'aws:SourceIp': ['198.51.100.0/24'] } },
      };
  }
}
