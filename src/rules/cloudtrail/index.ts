import type { Rule } from '../define';
import cloudtrailMultiRegion from './cloudtrail-multi-region';

export const cloudTrailRules: Rule[] = [cloudtrailMultiRegion];
