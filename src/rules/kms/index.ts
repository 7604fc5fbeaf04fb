import type { Rule } from '../define';
import kmsKeyRotation from './kms-key-rotation';

export const kmsRules: Rule[] = [kmsKeyRotation];
