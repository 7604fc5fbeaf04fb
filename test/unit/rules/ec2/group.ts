import type { SecurityGroup } from '../../../../src/rules/ec2/resources';
import { ACCOUNT, notAsked } from '../judge-table';

/** A group without rules that nothing refers to. */
export const group = (settings: Partial<SecurityGroup>): SecurityGroup => ({
  id: 'sg-0abc',
  arn: `arn:aws:ec2:us-east-1:${ACCOUNT}:security-group/sg-0abc`,
  region: 'us-east-1',
  groupName: 'web',
  description: '',
  vpcId: 'vpc-1',
  ingress: [],
  egress: [],
  referencedBy: [],
  networkInterfaces: notAsked('networkInterfaces'),
  lambdaFunctions: notAsked('lambdaFunctions'),
  ...settings,
});
