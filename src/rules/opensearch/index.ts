import type { Rule } from '../define';
import openSearchFgac from './opensearch-fgac';
import openSearchPublic from './opensearch-public';

export const openSearchRules: Rule[] = [openSearchPublic, openSearchFgac];
