import type { Rule } from '../define';
import snsTopicPublic from './sns-topic-public';

export const snsRules: Rule[] = [snsTopicPublic];
