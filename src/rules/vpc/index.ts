import type { Rule } from '../define';
import vpcFlowLogs from './vpc-flow-logs';

export const vpcRules: Rule[] = [vpcFlowLogs];
