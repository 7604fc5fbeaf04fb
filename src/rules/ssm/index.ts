import type { Rule } from '../define';
import ssmBlockPublicSharing from './ssm-block-public-sharing';
import ssmDocumentPublic from './ssm-document-public';
import ssmPatchCompliance from './ssm-patch-compliance';

export const ssmRules: Rule[] = [ssmDocumentPublic, ssmBlockPublicSharing, ssmPatchCompliance];
