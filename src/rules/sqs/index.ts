import type { Rule } from '../define';
import sqsQueuePublic from './sqs-queue-public';

export const sqsRules: Rule[] = [sqsQueuePublic];
