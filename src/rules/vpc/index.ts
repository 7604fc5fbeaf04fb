import type { Rule } from '../define';
import vpcFlowLogs from './vpc-flow-logs';
import vpcNatGatewayUnused from './vpc-nat-gateway-unused';

export const vpcRules: Rule[] = [vpcFlowLogs, vpcNatGatewayUnused];
