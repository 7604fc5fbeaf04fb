import type { Rule } from '../define';
import lambdaFunctionEnvSecrets from './lambda-function-env-secrets';
import lambdaFunctionPublic from './lambda-function-public';
import lambdaFunctionRuntime from './lambda-function-runtime';
import lambdaFunctionUrlPublic from './lambda-function-url-public';

export const lambdaRules: Rule[] = [
  lambdaFunctionPublic,
  lambdaFunctionUrlPublic,
  lambdaFunctionRuntime,
  lambdaFunctionEnvSecrets,
];
