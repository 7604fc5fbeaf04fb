import type { Rule } from '../define';
import s3AccessPointPublicBlock from './s3-access-point-public-block';
import s3AccountPublicAccessBlock from './s3-account-public-access-block';
import s3BucketAclDisabled from './s3-bucket-acl-disabled';
import s3BucketCrossAccountWrite from './s3-bucket-cross-account-write';
import s3BucketLifecycle from './s3-bucket-lifecycle';
import s3BucketPublicAccessBlock from './s3-bucket-public-access-block';
import s3BucketPublicRead from './s3-bucket-public-read';
import s3BucketPublicWrite from './s3-bucket-public-write';
import s3BucketSecureTransport from './s3-bucket-secure-transport';
import s3MrapPublicBlock from './s3-mrap-public-block';

export const s3Rules: Rule[] = [
  s3AccountPublicAccessBlock,
  s3BucketPublicAccessBlock,
  s3BucketPublicRead,
  s3BucketPublicWrite,
  s3BucketSecureTransport,
  s3AccessPointPublicBlock,
  s3MrapPublicBlock,
  s3BucketCrossAccountWrite,
  s3BucketAclDisabled,
  s3BucketLifecycle,
];
