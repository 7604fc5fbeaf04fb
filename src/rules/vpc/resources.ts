import type { FlowLog } from '@aws-sdk/client-ec2';
import { type Resource, resourceType } from '../define';

/** A VPC as DescribeVpcs lists it. */
export interface Vpc extends Resource {
  isDefault: boolean;
  cidrBlock: string;
  /** The flow logs whose ResourceId is this VPC: one DescribeFlowLogs for all VPCs of the region. */
  flowLogs(): Promise<FlowLog[]>;
}

export const vpc = resourceType<Vpc>({
  key: 'vpc',
  type: 'AWS::EC2::VPC',
  label: 'VPC',
  scope: 'regional',
  consolePage: ({ id, region }) => `/vpcconsole/home?region=${region}#VpcDetails:VpcId=${id}`,
});
