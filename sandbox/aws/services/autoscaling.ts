import * as autoscaling from '@aws-sdk/client-auto-scaling';
import { paginate } from '../paginate';
import { type Call, knownOperations, operation, type Service } from '../service';
import { queryDialect } from '../wire/dialect';
import { queryProtocol } from '../wire/query-protocol';
import { imageId, launchTemplateId } from './ec2/launch';
import { here } from './regional';

export const autoScalingService: Service = {
  name: 'autoscaling',
  global: false,
  protocol: queryProtocol('http://autoscaling.amazonaws.com/doc/2011-01-01/'),
  dialect: queryDialect,
  known: knownOperations({ ...autoscaling }),
  operations: [
    operation(autoscaling.DescribeLaunchConfigurations$, describeLaunchConfigurations),
    operation(autoscaling.DescribeAutoScalingGroups$, describeAutoScalingGroups),
  ],
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
  const { items, next } = pageOf(all, input, call);
  return { LaunchConfigurations: items, NextToken: next };
}

function describeAutoScalingGroups(
  input: autoscaling.AutoScalingGroupNamesType,
  call: Call,
): autoscaling.AutoScalingGroupsType {
  const all = Object.entries(here(call).autoScalingGroups).map(
    ([name, { template, version, mixed, overrideImage }]): autoscaling.AutoScalingGroup => {
      const LaunchTemplate = {
        LaunchTemplateId: template === null ? 'lt-0123456789abcdef0' : launchTemplateId(call, template),
        LaunchTemplateName: template ?? 'deleted',
        Version: version,
      };
      const Overrides = [
        {
          InstanceType: 'm6i.large',
          ...(overrideImage === undefined ? {} : { ImageId: imageId(call, overrideImage) }),
        },
      ];
      return {
        AutoScalingGroupName: name,
        MinSize: 0,
        MaxSize: 2,
        DesiredCapacity: 0,
        DefaultCooldown: 300,
        AvailabilityZones: [`${call.region}a`],
        HealthCheckType: 'EC2',
        CreatedTime: call.world.dateOf(900 * 86_400_000),
        ...(mixed
          ? {
              MixedInstancesPolicy: {
                LaunchTemplate: { LaunchTemplateSpecification: LaunchTemplate, Overrides },
              },
            }
          : { LaunchTemplate }),
      };
    },
  );
  const { items, next } = pageOf(all, input, call);
  return { AutoScalingGroups: items, NextToken: next };
}

function pageOf<Item>(
  all: Item[],
  { MaxRecords, NextToken }: { MaxRecords?: number | undefined; NextToken?: string | undefined },
  call: Call,
) {
  return paginate(
    all,
    { limit: MaxRecords, token: NextToken, max: 100, limitName: 'MaxRecords', tokenName: 'NextToken' },
    call,
  );
}
