import type { Rule } from '../define';

export const dynamoDbRules: Rule[] = [];
