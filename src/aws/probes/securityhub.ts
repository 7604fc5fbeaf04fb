import {
  DescribeHubCommand,
  GetEnabledStandardsCommand,
  SecurityHubClient,
} from '@aws-sdk/client-securityhub';
import type { AwsSession } from '../session';
import type { Probe } from './probe';

export function securityHubProbes({ clients }: AwsSession): [string, Probe][] {
  const securityHub = clients.regional('securityhub', SecurityHubClient);
  return [
    ['securityhub:DescribeHub', () => securityHub.send(new DescribeHubCommand({}))],
    [
      'securityhub:GetEnabledStandards',
      () => securityHub.send(new GetEnabledStandardsCommand({ MaxResults: 1 })),
    ],
  ];
}
