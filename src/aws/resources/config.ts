import {
  ConfigServiceClient,
  type ConfigurationRecorder,
  DescribeConfigurationRecorderStatusCommand,
  DescribeConfigurationRecordersCommand,
  DescribeDeliveryChannelsCommand,
} from '@aws-sdk/client-config-service';
import { type ConfigRegion, configRegion, type Recorder } from '../../rules/config/resources';
import type { AwsSession } from '../session';
import { Source } from '../source';
import type { Readers } from './readers';

export function configReaders(session: AwsSession): Readers {
  const { region } = session;
  const config = session.clients.regional('config', ConfigServiceClient);

  const settings: ConfigRegion = {
    id: session.accountId,
    arn: session.rootArn,
    region,
    recorder: session.question(async (): Promise<Recorder | null> => {
      const list = new Source('config:DescribeConfigurationRecorders', region);
      const { ConfigurationRecorders } = await config.send(new DescribeConfigurationRecordersCommand({}));
      const own = list.required(ConfigurationRecorders, 'its list').find(isOwn);
      if (own === undefined) return null;
      const name = list.required(own.name, 'the name of the recorder');
      const answer = await config.send(
        new DescribeConfigurationRecorderStatusCommand({ ConfigurationRecorderNames: [name] }),
      );
      const source = new Source('config:DescribeConfigurationRecorderStatus', region);
      const [status] = source.required(answer.ConfigurationRecordersStatus, 'its list');
      const { recordingGroup = {} } = own;
      const excludes = recordingGroup.recordingStrategy?.useOnly === 'EXCLUSION_BY_RESOURCE_TYPES';
      return {
        name,
        allSupported: recordingGroup.allSupported ?? false,
        exclusions: excludes
          ? list.required(
              recordingGroup.exclusionByResourceTypes?.resourceTypes,
              'the types that are left out',
            )
          : null,
        resourceTypes: recordingGroup.resourceTypes ?? [],
        recording: source.required(status?.recording, 'recording'),
        lastStatus: status?.lastStatus ?? null,
        lastErrorMessage: status?.lastErrorMessage ?? null,
      };
    }),
    deliveryChannels: session.question(async () => {
      const source = new Source('config:DescribeDeliveryChannels', region);
      const { DeliveryChannels } = await config.send(new DescribeDeliveryChannelsCommand({}));
      return source.required(DeliveryChannels, 'its list').flatMap(({ name }) => name ?? []);
    }),
  };
  return { [configRegion.key]: async () => ({ resources: [settings], failures: [] }) };
}

/** A service-linked recorder belongs to the AWS service that made it, which alone sees what it records. */
function isOwn({ servicePrincipal }: ConfigurationRecorder): boolean {
  return servicePrincipal === undefined;
}
