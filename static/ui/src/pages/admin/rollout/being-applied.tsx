import SectionMessage from '@atlaskit/section-message';
import { useQuery } from '@tanstack/react-query';
import type { RolloutView } from '../../../../../../src/contract/admin-page';
import { adminPageApi } from '../../../api';

const LOOK_AGAIN_MS = 10_000;

/**
 * Says that findings do not follow the saved rollout yet, until they do. It asks for itself: the editor's own answer is what
 * the draft is based on, and stays.
 */
export function BeingApplied({ saved }: { saved: RolloutView }) {
  const applied = useQuery({
    queryKey: ['rollout-applied', saved.version],
    queryFn: async () => (await adminPageApi('getRollout', {})).isApplied,
    initialData: saved.isApplied,
    refetchInterval: ({ state }) => (state.data === false ? LOOK_AGAIN_MS : false),
  });
  if (applied.data) return null;
  return (
    <div role="status">
      <SectionMessage title="Open findings are being brought in step">
        <p>
          What was saved is in force. Due dates, projects and what is no longer judged follow in the
          background; where there are very many findings that takes some minutes.
        </p>
      </SectionMessage>
    </div>
  );
}
