import type { Rule } from '../define';
import rdsBackupRetention from './rds-backup-retention';
import rdsInstanceEncrypted from './rds-instance-encrypted';
import rdsInstanceIdle from './rds-instance-idle';
import rdsInstanceInVpc from './rds-instance-in-vpc';
import rdsInstanceMinorUpgrade from './rds-instance-minor-upgrade';
import rdsInstancePublic from './rds-instance-public';
import rdsInstancePublicSubnet from './rds-instance-public-subnet';
import rdsSnapshotPublic from './rds-snapshot-public';

export const rdsRules: Rule[] = [
  rdsInstancePublic,
  rdsSnapshotPublic,
  rdsInstanceEncrypted,
  rdsInstanceMinorUpgrade,
  rdsBackupRetention,
  rdsInstanceInVpc,
  rdsInstancePublicSubnet,
  rdsInstanceIdle,
];
