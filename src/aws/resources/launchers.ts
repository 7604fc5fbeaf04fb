import type { AutoScalingGroup } from '@aws-sdk/client-auto-scaling';
import type { SharedLists } from '../shared-lists';

/** Something that runs from, or launches, instances. */
interface Launcher {
  name: string;
  imageIds: string[];
  keyNames: string[];
}

/**
 * The instances, launch templates (default and latest versions, and those that an Auto Scaling group names), Auto Scaling
 * groups and launch configurations that `uses` picks, by name. Rejects with an UnreadableError where one of the lists
 * cannot be read to its end: what is not seen may be the user.
 */
export async function launchersOf(
  lists: SharedLists,
  uses: (launcher: Launcher) => boolean,
): Promise<string[]> {
  const [instances, versions, pinned, groups, configurations] = await Promise.all([
    lists.instances.all(),
    lists.launchTemplateVersions.all(),
    lists.pinnedTemplateVersions(),
    lists.autoScalingGroups.all(),
    lists.launchConfigurations.all(),
  ]);
  const launchers: Launcher[] = [
    ...instances
      .filter(({ State }) => State?.Name !== 'terminated')
      .map(({ InstanceId, ImageId, KeyName }) => launcher(InstanceId, ImageId, KeyName)),
    ...[...versions, ...pinned].map(({ LaunchTemplateName, LaunchTemplateData }) =>
      launcher(LaunchTemplateName, LaunchTemplateData?.ImageId, LaunchTemplateData?.KeyName),
    ),
    ...groups.flatMap(overridesOf),
    ...configurations.map(({ LaunchConfigurationName, ImageId, KeyName }) =>
      launcher(LaunchConfigurationName, ImageId, KeyName),
    ),
  ];
  return [...new Set(launchers.filter(uses).map(({ name }) => name))];
}

/** Whether a template names its image by a parameter of the account's own; Amazon's lead to images of Amazon's. */
export function namesImageByParameter({ imageIds }: Launcher): boolean {
  return imageIds.some(
    (image) => image.startsWith('resolve:') && !/^resolve:ssm:\/aws\/service\//.test(image),
  );
}

/** A group that mixes instance types may give some of them another image than its template does. */
function overridesOf({ AutoScalingGroupName, MixedInstancesPolicy }: AutoScalingGroup): Launcher[] {
  return (MixedInstancesPolicy?.LaunchTemplate?.Overrides ?? []).map(({ ImageId }) =>
    launcher(AutoScalingGroupName, ImageId, undefined),
  );
}

function launcher(
  name: string | undefined,
  imageId: string | undefined,
  keyName: string | undefined,
): Launcher {
  return { name: name ?? '', imageIds: imageId ? [imageId] : [], keyNames: keyName ? [keyName] : [] };
}
