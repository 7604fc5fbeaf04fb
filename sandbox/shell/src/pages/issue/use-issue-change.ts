import { useMutation, useQueryClient } from '@tanstack/react-query';
import { flagOf, showFlag } from '../../host/flags';

/** A change to an issue: everything shown is read again after it, and a refusal becomes a flag. */
export function useIssueChange<Input>(
  change: (input: Input) => Promise<void>,
  failure: string,
  onSuccess?: () => void,
) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: async () => {
      onSuccess?.();
      await queries.invalidateQueries({ queryKey: ['jira'] });
    },
    onError: (error) => showFlag(flagOf('error', failure, error.message)),
  });
}
