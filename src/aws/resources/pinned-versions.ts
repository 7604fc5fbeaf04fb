import type { AutoScalingGroup } from '@aws-sdk/client-auto-scaling';
import {
  DescribeLaunchTemplateVersionsCommand,
  EC2Client,
  type LaunchTemplateVersion,
} from '@aws-sdk/client-ec2';
import { whenAbsent } from '../absent';
import type { AwsSession } from '../session';
import { Source } from '../source';

/** The template, or the version, was deleted: the group names what is not there any more. */
const GONE = ['InvalidLaunchTemplateId.NotFound', 'InvalidLaunchTemplateId.VersionNotFound'];

/**
 * The versions of launch templates that Auto Scaling groups name by number and that are not among those read already: one
 * call for each.
 */
export async function pinnedVersions(
  session: AwsSession,
  groups: AutoScalingGroup[],
  known: LaunchTemplateVersion[],
): Promise<LaunchTemplateVersion[]> {
  const source = new Source('autoscaling:DescribeAutoScalingGroups', session.region);
  const read = new Set(
    known.map(({ LaunchTemplateId, VersionNumber }) => `${LaunchTemplateId} ${VersionNumber}`),
  );
  const pinned = groups.flatMap(templatesOf).flatMap(({ LaunchTemplateId, Version }) => {
    // Without a version, the default one.
    if (Version === undefined || !/^\d+$/.test(Version)) return [];
    return `${source.required(LaunchTemplateId, 'LaunchTemplateId')} ${Version}`;
  });
  const missing = [...new Set(pinned)].filter((version) => !read.has(version));
  const ec2 = session.clients.regional('ec2', EC2Client);
  const answers = await Promise.all(
    missing.map((version) => {
      const [LaunchTemplateId, number = ''] = version.split(' ');
      const command = new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateId, Versions: [number] });
      return whenAbsent(ec2.send(command), GONE, { LaunchTemplateVersions: [] });
    }),
  );
  const versions = new Source('ec2:DescribeLaunchTemplateVersions', session.region);
  return answers.flatMap(({ LaunchTemplateVersions }) =>
    versions.required(LaunchTemplateVersions, 'LaunchTemplateVersions'),
  );
}

/** What a group launches from: one template, or several where it mixes instance types. */
function templatesOf({ LaunchTemplate, MixedInstancesPolicy }: AutoScalingGroup) {
  const mixed = MixedInstancesPolicy?.LaunchTemplate;
  return [
    LaunchTemplate,
    mixed?.LaunchTemplateSpecification,
    ...(mixed?.Overrides ?? []).map((override) => override.LaunchTemplateSpecification),
  ].filter((template) => template !== undefined);
}
