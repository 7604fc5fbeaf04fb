import type { Vpc } from '../../../../src/rules/vpc/resources';
import flowLogs from '../../../../src/rules/vpc/vpc-flow-logs';
import { ACCOUNT, denied, judgeTable } from '../judge-table';

const vpc = (logs: Vpc['flowLogs']): Vpc => ({
  id: 'vpc-1',
  arn: `arn:aws:ec2:us-east-1:${ACCOUNT}:vpc/vpc-1`,
  region: 'us-east-1',
  isDefault: false,
  cidrBlock: '10.0.0.0/16',
  flowLogs: logs,
});
const log = (TrafficType: 'ALL' | 'REJECT' | 'ACCEPT', more = {}) => ({
  FlowLogId: 'fl-1',
  FlowLogStatus: 'ACTIVE',
  TrafficType,
  DeliverLogsStatus: 'SUCCESS',
  ...more,
});

judgeTable(flowLogs, [
  { name: 'all traffic', resource: vpc(async () => [log('ALL')]), is: 'pass' },
  { name: 'rejected traffic', resource: vpc(async () => [log('REJECT')]), is: 'pass' },
  { name: 'none', resource: vpc(async () => []), is: 'fail', says: 'has no flow log' },
  {
    name: 'accepted traffic only',
    resource: vpc(async () => [log('ACCEPT')]),
    is: 'fail',
    says: 'ALL or REJECT',
    evidence: { flowLogs: [{ trafficType: 'ACCEPT' }] },
  },
  {
    name: 'accepted traffic is enough',
    params: { traffic_types: ['ACCEPT'] },
    resource: vpc(async () => [log('ACCEPT')]),
    is: 'pass',
  },
  { name: 'not active', resource: vpc(async () => [log('ALL', { FlowLogStatus: 'INACTIVE' })]), is: 'fail' },
  {
    name: 'cannot deliver',
    resource: vpc(async () => [
      log('ALL', { DeliverLogsStatus: 'FAILED', DeliverLogsErrorMessage: 'Access error' }),
    ]),
    is: 'fail',
    says: 'cannot deliver: Access error',
  },
  {
    name: 'one of two delivers',
    resource: vpc(async () => [log('ALL', { DeliverLogsStatus: 'FAILED' }), log('REJECT')]),
    is: 'pass',
  },
  { name: 'unreadable', resource: vpc(denied('DescribeFlowLogs')), is: 'unread' },
]);
