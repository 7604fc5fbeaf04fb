import { stableHex } from '../../../sandbox/aws/world';
import { ACCOUNT_ID, wireTable } from './wire';

const idOf = (name: string) => `E${stableHex(13, 'distribution', ACCOUNT_ID, name).toUpperCase()}`;
const bucket = 'site.s3.eu-central-1.amazonaws.com';

wireTable('cloudfront-default-root-object', {
  cases: [
    {
      name: 'by its root object and its origins',
      params: { exempt_tag: 'root=none' },
      account: {
        distributions: {
          site: { origins: [bucket] },
          bare: { origins: [bucket], rootObject: '', aliases: ['shop.example.com'] },
          api: { origins: ['api.example.com'], rootObject: '' },
          website: { origins: ['site.s3-website-eu-west-1.amazonaws.com'], rootObject: '' },
          exempt: { origins: [bucket], rootObject: '', tags: { root: 'none' } },
        },
      },
      is: {
        [idOf('site')]: 'pass',
        [idOf('bare')]: ['fail', 'shop.example.com has no default root object'],
        [idOf('api')]: ['pass', 'No origin'],
        [idOf('website')]: 'pass',
        [idOf('exempt')]: ['pass', 'Exempt'],
      },
    },
  ],
});

wireTable('cloudfront-dangling-s3-origin', {
  cases: [
    {
      name: 'by whether the buckets exist',
      account: {
        s3: { buckets: { site: { region: 'eu-central-1' } } },
        distributions: {
          site: { origins: [bucket, 'api.example.com'] },
          dangling: { origins: [bucket, 'gone-for-ever.s3.amazonaws.com'] },
          'dangling-website': { origins: ['gone-website.s3-website.eu-central-1.amazonaws.com'] },
          api: { origins: ['api.example.com'] },
        },
      },
      is: {
        [idOf('site')]: 'pass',
        [idOf('dangling')]: ['fail', 'the bucket gone-for-ever, which does not exist'],
        [idOf('dangling-website')]: ['fail', 'gone-website'],
        [idOf('api')]: 'pass',
      },
      evidence: { [idOf('dangling')]: { missingBuckets: ['gone-for-ever'] } },
    },
  ],
});
