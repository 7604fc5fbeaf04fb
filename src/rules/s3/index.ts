import type { Rule } from '../define';
import s3AccountPublicAccessBlock from './s3-account-public-access-block';
import s3BucketPublicAccessBlock from './s3-bucket-public-access-block';
import s3BucketPublicRead from './s3-bucket-public-read';
import s3BucketPublicWrite from './s3-bucket-public-write';
import s3BucketSecureTransport from './s3-bucket-secure-transport';

export const s3Rules: Rule[] = [
  s3AccountPublicAccessBlock,
  s3BucketPublicAccessBlock,
  s3BucketPublicRead,
  s3BucketPublicWrite,
  s3BucketSecureTransport,
];
