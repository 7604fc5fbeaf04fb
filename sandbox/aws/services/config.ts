import * as config from '@aws-sdk/client-config-service';
import { type Call, knownOperations, operation, type Service } from '../service';
import { AwsError } from '../wire/aws-error';
import { jsonDialect } from '../wire/dialect';
import { jsonProtocol } from '../wire/json-protocol';
import { here } from './regional';

const NAME = 'default';
const SERVICE_LINKED = 'AWSConfigurationRecorderForObservabilityAdmin';

export const configService: Service = {
  name: 'config',
  global: false,
  protocol: jsonProtocol(),
  dialect: jsonDialect,
  known: knownOperations({ ...config }),
  operations: [
    operation(config.DescribeConfigurationRecorders$, describeRecorders),
    operation(config.DescribeConfigurationRecorderStatus$, describeRecorderStatus),
    operation(config.DescribeDeliveryChannels$, describeDeliveryChannels),
  ],
};

function describeRecorders(
  _input: config.DescribeConfigurationRecordersRequest,
  call: Call,
): config.DescribeConfigurationRecordersResponse {
  const { recorder, serviceLinked } = here(call).config;
  const roleARN = `arn:aws:iam::${call.account.id}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`;
  return {
    ConfigurationRecorders: [
      ...(serviceLinked
        ? [
            {
              name: SERVICE_LINKED,
              roleARN,
              servicePrincipal: 'observabilityadmin.amazonaws.com',
              recordingScope: 'INTERNAL' as const,
              recordingGroup: { allSupported: true },
            },
          ]
        : []),
      ...(recorder === 'none' ? [] : [{ name: NAME, roleARN, recordingGroup: recordingGroup(call) }]),
    ],
  };
}

function recordingGroup(call: Call): config.RecordingGroup {
  const { records } = here(call).config;
  if (records === 'all') {
    return {
      allSupported: true,
      includeGlobalResourceTypes: false,
      resourceTypes: [],
      recordingStrategy: { useOnly: 'ALL_SUPPORTED_RESOURCE_TYPES' },
    };
  }
  const types = (names: string[]) =>
    Object.values(config.ResourceType).filter((type) => names.includes(type));
  if ('allBut' in records) {
    return {
      allSupported: false,
      resourceTypes: [],
      exclusionByResourceTypes: { resourceTypes: types(records.allBut) },
      recordingStrategy: { useOnly: 'EXCLUSION_BY_RESOURCE_TYPES' },
    };
  }
  return {
    allSupported: false,
    resourceTypes: types(records.only),
    recordingStrategy: { useOnly: 'INCLUSION_BY_RESOURCE_TYPES' },
  };
}

function describeRecorderStatus(
  input: config.DescribeConfigurationRecorderStatusRequest,
  call: Call,
): config.DescribeConfigurationRecorderStatusResponse {
  const { recorder } = here(call).config;
  const named = input.ConfigurationRecorderNames ?? [];
  if (recorder === 'none') {
    if (named.includes(NAME)) {
      throw new AwsError(
        'NoSuchConfigurationRecorderException',
        400,
        `Cannot find configuration recorder with the specified name '${NAME}'.`,
      );
    }
    return { ConfigurationRecordersStatus: [] };
  }
  return {
    ConfigurationRecordersStatus: [
      {
        name: NAME,
        recording: recorder !== 'stopped',
        lastStatus: recorder === 'failing' ? 'Failure' : 'Success',
        ...(recorder === 'failing'
          ? { lastErrorCode: 'AccessDenied', lastErrorMessage: 'The bucket policy denies the delivery.' }
          : {}),
      },
    ],
  };
}

function describeDeliveryChannels(
  _input: config.DescribeDeliveryChannelsRequest,
  call: Call,
): config.DescribeDeliveryChannelsResponse {
  const { recorder, deliveryChannel } = here(call).config;
  return {
    DeliveryChannels:
      deliveryChannel && recorder !== 'none' ? [{ name: NAME, s3BucketName: 'org-config-logs' }] : [],
  };
}
