import { gzipSync } from 'node:zlib';
import type {
  DescribeInstanceAttributeRequest,
  DescribeKeyPairsRequest,
  DescribeKeyPairsResult,
  DescribeLaunchTemplateVersionsRequest,
  DescribeLaunchTemplateVersionsResult,
  DescribeTransitGatewaysRequest,
  DescribeTransitGatewaysResult,
  InstanceAttribute,
  LaunchTemplateVersion,
} from '@aws-sdk/client-ec2';
import type { Call } from '../../service';
import { AwsError } from '../../wire/aws-error';
import { resourceId } from '../../world';
import { here } from '../regional';
import { idOf, pageOf, tagList } from './common';
import { instanceId } from './instances';

/** The id of an image of the estate by its name; without one, an image of Amazon's. */
export function imageId(call: Call, name: string | undefined): string {
  if (name === undefined) return resourceId('ami', call.region, 'al2023');
  return idOf(call, 'ami', name, here(call).images[name]?.id);
}

export function launchTemplateId(call: Call, name: string): string {
  return idOf(call, 'lt', name, here(call).launchTemplates[name]?.id);
}

/** Those that were made, the oldest first. */
function versionsOf(call: Call, name: string): LaunchTemplateVersion[] {
  const template = here(call).launchTemplates[name];
  if (template === undefined) return [];
  const { older, latest, image, imageParameter, keyPair, publicIp } = template;
  const data = (from: { image?: string | undefined; keyPair?: string | undefined }) => ({
    ImageId: imageId(call, from.image),
    ...(from.keyPair === undefined ? {} : { KeyName: from.keyPair }),
  });
  const byDefault = {
    ...data({ image, keyPair }),
    ...(imageParameter === undefined ? {} : { ImageId: imageParameter }),
    ...(publicIp === null
      ? {}
      : { NetworkInterfaces: [{ DeviceIndex: 0, AssociatePublicIpAddress: publicIp }] }),
  };
  const all = [older && data(older), byDefault, latest && data(latest)].filter((one) => one !== undefined);
  return all.map((LaunchTemplateData, index) => ({
    LaunchTemplateId: launchTemplateId(call, name),
    LaunchTemplateName: name,
    VersionNumber: index + 1,
    DefaultVersion: LaunchTemplateData === byDefault,
    LaunchTemplateData,
  }));
}

/** Without templates named, the versions asked for of all of them: `$Default`, `$Latest`. */
export function describeLaunchTemplateVersions(
  input: DescribeLaunchTemplateVersionsRequest,
  call: Call,
): DescribeLaunchTemplateVersionsResult {
  const asked = new Set(input.Versions ?? []);
  if (asked.size === 0 && input.LaunchTemplateId === undefined && input.LaunchTemplateName === undefined) {
    throw new AwsError(
      'MissingParameter',
      400,
      'The request must contain the parameter launch template ID or launch template name',
    );
  }
  const named = Object.keys(here(call).launchTemplates).find(
    (name) => launchTemplateId(call, name) === input.LaunchTemplateId,
  );
  if (input.LaunchTemplateId !== undefined && named === undefined)
    throw new AwsError(
      'InvalidLaunchTemplateId.NotFound',
      400,
      `The specified launch template, with template ID ${input.LaunchTemplateId}, does not exist.`,
    );
  const all = Object.keys(here(call).launchTemplates)
    .filter((name) => named === undefined || name === named)
    .flatMap((name) => {
      const versions = versionsOf(call, name);
      const picked = versions.filter(
        (version, index) =>
          asked.size === 0 ||
          asked.has(String(version.VersionNumber)) ||
          (asked.has('$Default') && version.DefaultVersion) ||
          (asked.has('$Latest') && index === versions.length - 1),
      );
      if (picked.length === 0)
        throw new AwsError(
          'InvalidLaunchTemplateId.VersionNotFound',
          400,
          `Could not find launch template version ${[...asked].join(', ')} of ${name}.`,
        );
      return picked;
    });
  const { items, next } = pageOf(all, input, call, 1);
  return { LaunchTemplateVersions: items, NextToken: next };
}

export function describeKeyPairs(_input: DescribeKeyPairsRequest, call: Call): DescribeKeyPairsResult {
  return {
    KeyPairs: Object.entries(here(call).keyPairs).map(([name, { age, tags }]) => ({
      KeyPairId: resourceId('key', call.account.id, call.region, name),
      KeyName: name,
      KeyType: 'ed25519',
      CreateTime: call.world.dateOf(age),
      Tags: tagList(call, name, tags),
    })),
  };
}

export function describeInstanceAttribute(
  input: DescribeInstanceAttributeRequest,
  call: Call,
): InstanceAttribute {
  const found = Object.entries(here(call).instances).find(
    ([name]) => instanceId(call, name) === input.InstanceId,
  );
  if (found === undefined)
    throw new AwsError(
      'InvalidInstanceID.NotFound',
      400,
      `The instance ID '${input.InstanceId}' does not exist`,
    );
  if (input.Attribute !== 'userData')
    throw new AwsError('InvalidParameterValue', 400, `The sandbox has no attribute ${input.Attribute}`);
  const { userData, gzip, userDataBytes } = found[1];
  const InstanceId = input.InstanceId;
  if (userDataBytes !== undefined)
    return { InstanceId: input.InstanceId, UserData: { Value: userDataBytes } };
  if (userData === undefined) return { InstanceId, UserData: {} };
  const bytes = gzip ? gzipSync(userData) : Buffer.from(userData);
  return { InstanceId, UserData: { Value: bytes.toString('base64') } };
}

export function describeTransitGateways(
  input: DescribeTransitGatewaysRequest,
  call: Call,
): DescribeTransitGatewaysResult {
  const all = Object.entries(here(call).transitGateways).map(([name, gateway]) => {
    const TransitGatewayId = idOf(call, 'tgw', name, gateway.id);
    return {
      TransitGatewayId,
      TransitGatewayArn: `arn:aws:ec2:${call.region}:${call.account.id}:transit-gateway/${TransitGatewayId}`,
      OwnerId: call.account.id,
      State: 'available' as const,
      Options: {
        AutoAcceptSharedAttachments: gateway.autoAccept ? ('enable' as const) : ('disable' as const),
      },
      Tags: tagList(call, name, gateway.tags),
    };
  });
  const { items, next } = pageOf(all, input, call);
  return { TransitGateways: items, NextToken: next };
}
