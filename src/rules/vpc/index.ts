import type { Rule } from '../define';
import vpcFlowLogs from './vpc-flow-logs';
import vpcNatGatewayUnused from './vpc-nat-gateway-unused';
import vpcSubnetAutoPublicIp from './vpc-subnet-auto-public-ip';
import vpcTgwAutoAccept from './vpc-tgw-auto-accept';

export const vpcRules: Rule[] = [vpcFlowLogs, vpcNatGatewayUnused, vpcSubnetAutoPublicIp, vpcTgwAutoAccept];
