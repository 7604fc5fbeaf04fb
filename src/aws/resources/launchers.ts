import type { SharedLists } from '../shared-lists';

/** Something that runs from, or launches, instances. */
interface Launcher {
  name: string;
  imageIds: string[];
  keyNames: string[];
}

/**
 * The instances, launch templates (default and latest versions) and launch configurations that `uses` picks, by name.
 * Rejects with an UnreadableError where one of the lists cannot be read to its end: what is not seen may be the user.
 */
export async function launchersOf(
  lists: SharedLists,
  uses: (launcher: Launcher) => boolean,
): Promise<string[]> {
  const [instances, versions, configurations] = await Promise.all([
    lists.instances.all(),
    lists.launchTemplateVersions.all(),
    lists.launchConfigurations.all(),
  ]);
  const launchers: Launcher[] = [
    ...instances
      .filter(({ State }) => State?.Name !== 'terminated')
      .map(({ InstanceId, ImageId, KeyName }) => launcher(InstanceId, ImageId, KeyName)),
    ...versions.map(({ LaunchTemplateName, LaunchTemplateData }) =>
      launcher(LaunchTemplateName, LaunchTemplateData?.ImageId, LaunchTemplateData?.KeyName),
    ),
    ...configurations.map(({ LaunchConfigurationName, ImageId, KeyName }) =>
      launcher(LaunchConfigurationName, ImageId, KeyName),
    ),
  ];
  return [...new Set(launchers.filter(uses).map(({ name }) => name))];
}

function launcher(
  name: string | undefined,
  imageId: string | undefined,
  keyName: string | undefined,
): Launcher {
  return { name: name ?? '', imageIds: imageId ? [imageId] : [], keyNames: keyName ? [keyName] : [] };
}
