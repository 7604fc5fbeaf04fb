import type { Rule } from '../define';
import elbClassicIdle from './elb-classic-idle';

export const elbRules: Rule[] = [elbClassicIdle];
