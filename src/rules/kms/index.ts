import type { Rule } from '../define';
import kmsKeyPendingDeletion from './kms-key-pending-deletion';
import kmsKeyPublic from './kms-key-public';
import kmsKeyRotation from './kms-key-rotation';

export const kmsRules: Rule[] = [kmsKeyRotation, kmsKeyPublic, kmsKeyPendingDeletion];
