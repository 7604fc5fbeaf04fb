import type { AssumableRole } from './estate/iam';

/** Why a role may not perform an IAM action, in AWS's words; null when it may. */
export function whyDenied(role: AssumableRole | undefined, action: string): string | null {
  if (!role) return `because no identity-based policy allows the ${action} action`;
  if (role.denied.some((pattern) => matchesAction(pattern, action)))
    return 'with an explicit deny in a service control policy';
  if (role.allowed && !role.allowed.some((pattern) => matchesAction(pattern, action)))
    return `because no identity-based policy allows the ${action} action`;
  return null;
}

/** Whether `ec2:Describe*`, `ec2:*` or `*` covers an action. Case does not matter. */
export function matchesAction(pattern: string, action: string): boolean {
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${expression}$`, 'i').test(action);
}
