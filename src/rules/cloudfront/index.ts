import type { Rule } from '../define';
import cloudfrontDanglingS3Origin from './cloudfront-dangling-s3-origin';
import cloudfrontDefaultRootObject from './cloudfront-default-root-object';

export const cloudFrontRules: Rule[] = [cloudfrontDefaultRootObject, cloudfrontDanglingS3Origin];
