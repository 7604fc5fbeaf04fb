import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { defineRule } from '../define';
import { findSecretsInVariables, secretPatternsParameter, secretsAsEvidence } from '../secrets';
import { lambdaFunction } from './resources';

export default defineRule({
  id: 'lambda-function-env-secrets',
  title: 'Function variables hold no credentials',
  service: 'lambda',
  severity: 'critical',
  pillar: 'security',
  resource: lambdaFunction,
  parameters: z.object({ patterns: secretPatternsParameter() }),
  permissions: ['lambda:ListFunctions'],
  references: {},
  guidance: {
    why: 'Environment variables show in clear to everyone who may look at functions, and land in every template, pipeline log and crash report that prints the environment. A credential in one has to be taken as known.',
    console: [
      'Make the credential worthless first: rotate the key or password that the evidence points at.',
      'Store the new one in Secrets Manager, and let the role of the function read that one secret.',
      'Open the Lambda console in the region of the function, choose Functions and the function.',
      'Open Configuration, "Environment variables", remove the variable and name the secret instead; read it in the code or with the Parameters and Secrets extension.',
    ],
    cli: ({
      resourceId,
      region,
    }) => `aws lambda get-function-configuration --function-name ${resourceId} --region ${region} --query 'keys(Environment.Variables)'

aws secretsmanager create-secret --name app/${resourceId} --secret-string file://secret.json --region ${region}
# writes all variables anew: name those that stay
aws lambda update-function-configuration --function-name ${resourceId} --region ${region} \\
  --environment 'Variables={SECRET_NAME=app/${resourceId}}'`,
    terraform: ({ resourceId }) => `resource "aws_lambda_function" "function" {
  function_name = "${resourceId}"
  # ... as it is
  environment {
    variables = {
      SECRET_NAME = aws_secretsmanager_secret.app.name
    }
  }
}`,
    before:
      'Reading the secret adds a call at cold start, so keep it in memory between invocations and read it again when a login fails. Old published versions keep their environment for ever: delete those too, and look in CloudTrail for the use of the old credential.',
    links: [
      {
        title: 'Use Secrets Manager secrets in Lambda functions',
        url: 'https://docs.aws.amazon.com/lambda/latest/dg/with-secrets-manager.html',
      },
      {
        title: 'Working with Lambda environment variables',
        url: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html',
      },
    ],
  },
  judge(subject, { params }) {
    const found = findSecretsInVariables(subject.environment, params.patterns);
    const [first] = found;
    if (first === undefined) return pass('No credential was recognised in the variables');
    return fail(`The variable ${first.place} holds what looks like ${first.kind}`, {
      found: secretsAsEvidence(found),
    });
  },
});
