import type { Rule } from '../define';
import secretsManagerPolicyPublic from './secretsmanager-policy-public';
import secretsManagerRotation from './secretsmanager-rotation';
import secretsManagerUnused from './secretsmanager-unused';

export const secretsManagerRules: Rule[] = [
  secretsManagerPolicyPublic,
  secretsManagerRotation,
  secretsManagerUnused,
];
