import type { RolloutPolicy } from '../../../../src/domain/rollout/policy';
import type { Pipeline } from './pipeline';

/** Changes the one policy of the set-up through the admin page. Answers how it was. */
export async function changePolicy(
  pages: Pick<Pipeline['pages'], 'admin'>,
  change: (policy: RolloutPolicy) => Partial<RolloutPolicy>,
): Promise<RolloutPolicy> {
  const { rollout, version } = await pages.admin('getRollout', {});
  const [policy] = rollout.policies;
  if (policy === undefined) throw new Error('There is no policy');
  const policies = [{ ...policy, ...change(policy) }];
  await pages.admin('saveRollout', { rollout: { ...rollout, policies }, basedOn: version });
  return policy;
}
