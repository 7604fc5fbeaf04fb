import type { Rule } from '../define';
import cloudtrailBucketPublic from './cloudtrail-bucket-public';
import cloudtrailKmsEncryption from './cloudtrail-kms-encryption';
import cloudtrailLogValidation from './cloudtrail-log-validation';
import cloudtrailMultiRegion from './cloudtrail-multi-region';
import cloudtrailS3ReadEvents from './cloudtrail-s3-read-events';
import cloudtrailS3WriteEvents from './cloudtrail-s3-write-events';

export const cloudTrailRules: Rule[] = [
  cloudtrailMultiRegion,
  cloudtrailLogValidation,
  cloudtrailKmsEncryption,
  cloudtrailS3WriteEvents,
  cloudtrailS3ReadEvents,
  cloudtrailBucketPublic,
];
