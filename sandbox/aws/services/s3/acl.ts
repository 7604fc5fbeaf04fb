import type { Grant, Permission } from '@aws-sdk/client-s3';
import type { Bucket } from '../../estate/s3';

const GROUPS = 'http://acs.amazonaws.com/groups';

/**
 * The grants that a canned ACL stands for.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl
 */
export function grantsOf(acl: Bucket['acl'], owner: string): Grant[] {
  const toGroup = (group: string, Permission: Permission): Grant => ({
    Grantee: { Type: 'Group', URI: `${GROUPS}/${group}` },
    Permission,
  });
  const ownerGrant: Grant = { Grantee: { Type: 'CanonicalUser', ID: owner }, Permission: 'FULL_CONTROL' };
  switch (acl) {
    case 'private':
      return [ownerGrant];
    case 'public-read':
      return [ownerGrant, toGroup('global/AllUsers', 'READ')];
    case 'public-read-write':
      return [ownerGrant, toGroup('global/AllUsers', 'READ'), toGroup('global/AllUsers', 'WRITE')];
    case 'authenticated-read':
      return [ownerGrant, toGroup('global/AuthenticatedUsers', 'READ')];
    case 'log-delivery-write':
      return [ownerGrant, toGroup('s3/LogDelivery', 'WRITE'), toGroup('s3/LogDelivery', 'READ_ACP')];
  }
}
