import type { Rule } from '../define';
import rdsInstancePublic from './rds-instance-public';
import rdsSnapshotPublic from './rds-snapshot-public';

export const rdsRules: Rule[] = [rdsInstancePublic, rdsSnapshotPublic];
