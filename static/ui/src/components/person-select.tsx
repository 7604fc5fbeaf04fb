import { AsyncSelect } from '@atlaskit/select';
import { useQuery } from '@tanstack/react-query';
import { adminPageApi } from '../api';
import { option } from './multi-select';
import { useSearch } from './use-search';

interface PersonOption {
  label: string;
  value: string;
}

async function search(text: string): Promise<PersonOption[]> {
  if (text.trim() === '') return [];
  const { people } = await adminPageApi('listPeople', { search: text });
  return people.map(({ id, name }) => option(id, name));
}

/** Picks one person of the site by name. */
export function PersonSelect({
  inputId,
  personId,
  isInvalid,
  onChange,
}: {
  inputId: string;
  personId: string | null;
  isInvalid: boolean;
  onChange: (personId: string | null) => void;
}) {
  const named = useQuery({
    queryKey: ['person', personId],
    queryFn: () => adminPageApi('namePeople', { ids: personId === null ? [] : [personId] }),
    enabled: personId !== null,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const found = useSearch(search, 'Nobody of that name');
  const label = named.data?.people[0]?.name ?? personId ?? '';
  return (
    <AsyncSelect<PersonOption>
      {...found}
      inputId={inputId}
      isClearable
      cacheOptions
      isInvalid={isInvalid}
      placeholder="Nobody"
      value={personId === null ? null : option(personId, label)}
      onChange={(chosen) => onChange(chosen?.value ?? null)}
    />
  );
}
