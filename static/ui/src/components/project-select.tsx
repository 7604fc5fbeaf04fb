import { AsyncSelect } from '@atlaskit/select';
import { adminPageApi } from '../api';

interface ProjectOption {
  label: string;
  value: string;
}

async function search(text: string): Promise<ProjectOption[]> {
  const { projects } = await adminPageApi('listProjects', { search: text });
  return projects.map((project) => ({ label: `${project.name} (${project.key})`, value: project.key }));
}

/** Picks one Jira project by name or key. */
export function ProjectSelect({
  inputId,
  projectKey,
  isInvalid,
  onChange,
}: {
  inputId: string;
  projectKey: string | null;
  isInvalid: boolean;
  onChange: (projectKey: string | null) => void;
}) {
  return (
    <AsyncSelect<ProjectOption>
      inputId={inputId}
      isClearable
      defaultOptions
      cacheOptions
      isInvalid={isInvalid}
      placeholder="Choose a project"
      value={projectKey === null ? null : { label: projectKey, value: projectKey }}
      loadOptions={search}
      onChange={(chosen) => onChange(chosen === null ? null : chosen.value)}
    />
  );
}
