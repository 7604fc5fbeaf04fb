import {
  ConfigServiceClient,
  DescribeConfigurationRecorderStatusCommand,
  DescribeConfigurationRecordersCommand,
  DescribeDeliveryChannelsCommand,
} from '@aws-sdk/client-config-service';
import type { AwsSession } from '../session';
import type { Probe } from './probe';

export function configProbes({ clients }: AwsSession): [string, Probe][] {
  const config = clients.regional('config', ConfigServiceClient);
  return [
    [
      'config:DescribeConfigurationRecorders',
      () => config.send(new DescribeConfigurationRecordersCommand({})),
    ],
    [
      'config:DescribeConfigurationRecorderStatus',
      () => config.send(new DescribeConfigurationRecorderStatusCommand({})),
    ],
    ['config:DescribeDeliveryChannels', () => config.send(new DescribeDeliveryChannelsCommand({}))],
  ];
}
