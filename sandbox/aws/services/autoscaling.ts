import * as autoscaling from '@aws-sdk/client-auto-scaling';
import { paginate } from '../paginate';
import { type Call, knownOperations, operation, type Service } from '../service';
import { queryDialect } from '../wire/dialect';
import { queryProtocol } from '../wire/query-protocol';
import { imageId } from './ec2/launch';
import { here } from './regional';

export const autoScalingService: Service = {
  name: 'autoscaling',
  global: false,
  protocol: queryProtocol('http://autoscaling.amazonaws.com/doc/2011-01-01/'),
  dialect: queryDialect,
  known: knownOperations({ ...autoscaling }),
  operations: [operation(autoscaling.DescribeLaunchConfigurations$, describeLaunchConfigurations)],
};

function describeLaunchConfigurations(
  input: autoscaling.LaunchConfigurationNamesType,
  call: Call,
): autoscaling.LaunchConfigurationsType {
  const all = Object.entries(here(call).launchConfigurations).map(
    ([name, { image, keyPair }]): autoscaling.LaunchConfiguration => ({
      LaunchConfigurationName: name,
      ImageId: imageId(call, image),
      InstanceType: 'm6i.large',
      CreatedTime: call.world.dateOf(900 * 86_400_000),
      ...(keyPair === undefined ? {} : { KeyName: keyPair }),
    }),
  );
  const { items, next } = paginate(
    all,
    {
      limit: input.MaxRecords,
      token: input.NextToken,
      max: 100,
      limitName: 'MaxRecords',
      tokenName: 'NextToken',
    },
    call,
  );
  return { LaunchConfigurations: items, NextToken: next };
}
