import type { Rule } from '../define';
import configRecorderEnabled from './config-recorder-enabled';

export const configRules: Rule[] = [configRecorderEnabled];
