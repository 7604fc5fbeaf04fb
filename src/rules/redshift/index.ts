import type { Rule } from '../define';
import redshiftClusterPublic from './redshift-cluster-public';
import redshiftDefaultAdminName from './redshift-default-admin-name';
import redshiftEnhancedVpcRouting from './redshift-enhanced-vpc-routing';
import redshiftSgOpen from './redshift-sg-open';

export const redshiftRules: Rule[] = [
  redshiftClusterPublic,
  redshiftSgOpen,
  redshiftEnhancedVpcRouting,
  redshiftDefaultAdminName,
];
