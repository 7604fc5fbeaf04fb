import { useCallback, useState } from 'react';

/** The search of an AsyncSelect, which takes a failed one for one that found nothing: `noOptionsMessage` tells them apart. */
export function useSearch<Found>(search: (text: string) => Promise<Found[]>, nothing: string) {
  const [hasFailed, setHasFailed] = useState(false);
  const loadOptions = useCallback(
    async (text: string) => {
      try {
        const found = await search(text);
        setHasFailed(false);
        return found;
      } catch (error) {
        setHasFailed(true);
        throw error;
      }
    },
    [search],
  );
  return {
    loadOptions,
    noOptionsMessage: ({ inputValue }: { inputValue: string }) => {
      if (hasFailed) return 'The names could not be loaded. Type to try again.';
      return inputValue === '' ? 'Type a name' : nothing;
    },
  };
}
