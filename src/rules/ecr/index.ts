import type { Rule } from '../define';
import ecrImageScanning from './ecr-image-scanning';
import ecrRepositoryPublicPolicy from './ecr-repository-public-policy';

export const ecrRules: Rule[] = [ecrRepositoryPublicPolicy, ecrImageScanning];
