import { fail, type Judgement, pass, unknown } from '../../domain/judgement';
import type { IamRootUser } from './resources';

/** What it means that root has no MFA: a finding, unless root has no credentials that a second factor would protect. */
export async function judgeRootWithoutMfa(root: IamRootUser): Promise<Judgement> {
  const summary = await root.accountSummary();
  const password = summary['AccountPasswordPresent'];
  const keys = summary['AccountAccessKeysPresent'];
  const evidence = {
    AccountMFAEnabled: summary['AccountMFAEnabled'] ?? null,
    AccountPasswordPresent: password ?? null,
    AccountAccessKeysPresent: keys ?? null,
  };
  if (password === 1) return fail('The root user can sign in with its password alone, without MFA', evidence);
  if (keys === 1) return fail('The root user has an access key and no MFA', evidence);

  // Neither is known to exist: the organization may have removed root's credentials for good, which is as good as MFA.
  const features = await root.organizationsFeatures();
  if (features === 'may-not-ask') {
    return unknown(
      'The root user has no MFA; whether the organization removed its credentials only the management account can tell',
      evidence,
    );
  }
  if (features !== 'no-organization' && features.includes('RootCredentialsManagement')) {
    return pass('The organization manages root credentials centrally and root has none', {
      ...evidence,
      organizationsFeatures: features,
    });
  }
  return fail('The root user has no MFA', { ...evidence, organizationsFeatures: features });
}
