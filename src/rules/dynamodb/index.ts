import type { Rule } from '../define';
import dynamoDbPitr from './dynamodb-pitr';
import dynamoDbTablePolicyPublic from './dynamodb-table-policy-public';

export const dynamoDbRules: Rule[] = [dynamoDbTablePolicyPublic, dynamoDbPitr];
