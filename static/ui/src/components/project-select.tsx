import { AsyncSelect } from '@atlaskit/select';
import { adminPageApi } from '../api';
import { option } from './multi-select';
import { useSearch } from './use-search';

interface ProjectOption {
  label: string;
  value: string;
}

async function search(text: string): Promise<ProjectOption[]> {
  const { projects } = await adminPageApi('listProjects', { search: text });
  return projects.map(({ key, name }) => option(key, `${name} (${key})`));
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
  const found = useSearch(search, 'No project of that name');
  return (
    <AsyncSelect<ProjectOption>
      {...found}
      inputId={inputId}
      isClearable
      defaultOptions
      cacheOptions
      isInvalid={isInvalid}
      placeholder="Choose a project"
      value={projectKey === null ? null : { label: projectKey, value: projectKey }}
      onChange={(chosen) => onChange(chosen === null ? null : chosen.value)}
    />
  );
}
