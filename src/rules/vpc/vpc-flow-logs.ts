import type { FlowLog } from '@aws-sdk/client-ec2';
import { z } from 'zod';
import { partitionOf } from '../../domain/account';
import { fail, pass } from '../../domain/judgement';
import { defineRule } from '../define';
import { shorten } from '../policy/evidence';
import { vpc } from './resources';

export default defineRule({
  id: 'vpc-flow-logs',
  title: 'Each VPC records flow logs',
  service: 'vpc',
  severity: 'medium',
  pillar: 'security',
  resource: vpc,
  parameters: z.object({
    traffic_types: z
      .array(z.enum(['ALL', 'REJECT', 'ACCEPT']))
      .min(1, 'must name at least one traffic type')
      .default(['ALL', 'REJECT'])
      .describe('Traffic types of a flow log that are enough: ALL, REJECT, ACCEPT.'),
  }),
  permissions: ['ec2:DescribeVpcs', 'ec2:DescribeFlowLogs'],
  references: { cis: ['7.0:4.7', '6.0:4.7', '5.0:3.7'], fsbp: ['EC2.6'] },
  guidance: {
    why: 'After an incident nobody can say which machine talked to whom, because the VPC keeps no record of its connections. Flow logs show port scans, data leaving to unknown addresses and traffic that a security group rejected.',
    console: [
      'Open the VPC console in the region of the VPC, choose "Your VPCs" and select the VPC.',
      'Open the "Flow logs" tab and choose "Create flow log".',
      'Filter: All or Reject. Destination: an S3 bucket of the logging account, or a CloudWatch Logs group with a role.',
      'Choose "Create flow log"; within some minutes its status is Active.',
    ],
    cli: ({
      resourceId,
      resourceArn,
      region,
    }) => `aws ec2 describe-flow-logs --filter Name=resource-id,Values=${resourceId} --region ${region}

aws ec2 create-flow-logs --region ${region} --resource-type VPC --resource-ids ${resourceId} --traffic-type ALL \\
  --log-destination-type s3 --log-destination arn:${partitionOf(resourceArn)}:s3:::<log-bucket>/vpc-flow-logs/`,
    terraform: ({ resourceId }) => `resource "aws_flow_log" "vpc" {
  vpc_id               = "${resourceId}"
  traffic_type         = "ALL"
  log_destination_type = "s3"
  log_destination      = "\${var.log_bucket_arn}/vpc-flow-logs/"
}`,
    before:
      'Recording does not touch the traffic; it costs by the gigabyte, which a busy VPC makes many of: S3 is cheaper than CloudWatch Logs, REJECT is smaller than ALL. The bucket policy has to let delivery.logs.amazonaws.com write.',
    links: [
      {
        title: 'Logging IP traffic using VPC Flow Logs',
        url: 'https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html',
      },
      {
        title: 'Publish flow logs to Amazon S3',
        url: 'https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3.html',
      },
    ],
  },
  async judge(network, { params }) {
    const logs = await network.flowLogs();
    const enough = logs.filter(
      (log) =>
        log.FlowLogStatus === 'ACTIVE' && params.traffic_types.some((type) => type === log.TrafficType),
    );
    const delivering = enough.find((log) => log.DeliverLogsStatus !== 'FAILED');
    if (delivering !== undefined) {
      return pass(`${delivering.FlowLogId} records ${delivering.TrafficType} traffic`);
    }
    return fail(problem(logs, enough, params.traffic_types), { flowLogs: shorten(logs.map(summary)) });
  },
});

function problem(logs: FlowLog[], enough: FlowLog[], wanted: string[]): string {
  const [failing] = enough;
  if (failing !== undefined) {
    return `The flow log ${failing.FlowLogId} cannot deliver: ${failing.DeliverLogsErrorMessage ?? 'AWS gives no reason'}`;
  }
  if (logs.length === 0) return 'The VPC has no flow log';
  return `No active flow log of the VPC records ${wanted.join(' or ')} traffic`;
}

const summary = (log: FlowLog) => ({
  id: log.FlowLogId,
  status: log.FlowLogStatus,
  trafficType: log.TrafficType,
  deliverLogsStatus: log.DeliverLogsStatus,
  deliverLogsError: log.DeliverLogsErrorMessage,
});
