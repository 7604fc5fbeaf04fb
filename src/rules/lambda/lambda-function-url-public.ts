import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { defineRule } from '../define';
import { lambdaFunction } from './resources';
import { admitsCallersOfOpenUrl } from './url-statements';

export default defineRule({
  id: 'lambda-function-url-public',
  title: 'Function URLs demand IAM authentication',
  service: 'lambda',
  severity: 'high',
  pillar: 'security',
  resource: lambdaFunction,
  parameters: z.object({}),
  permissions: ['lambda:ListFunctions', 'lambda:ListFunctionUrlConfigs', 'lambda:GetPolicy'],
  references: {},
  guidance: {
    why: 'The function has an address on the internet that asks nobody who they are, so everyone who finds or guesses it runs your code. Such addresses are logged by proxies, chat previews and browser histories, and cannot be called back.',
    console: [
      'Open the Lambda console in the region of the function, choose Functions and the function.',
      'Open Configuration, "Function URL" and choose Edit.',
      'Choose AWS_IAM as auth type and choose Save.',
      'Open Permissions beside it and, under "Resource-based policy statements", delete those that admit everyone by auth type NONE.',
      'Where the public has to reach it, put CloudFront with origin access control or an API Gateway with an authorizer in front instead.',
    ],
    cli: ({
      resourceId,
      region,
    }) => `aws lambda list-function-url-configs --function-name ${resourceId} --region ${region}

aws lambda update-function-url-config --function-name ${resourceId} --auth-type AWS_IAM --region ${region}

# or none at all
aws lambda delete-function-url-config --function-name ${resourceId} --region ${region}`,
    terraform: ({ resourceId }) => `resource "aws_lambda_function_url" "url" {
  function_name      = "${resourceId}"
  authorization_type = "AWS_IAM"
}`,
    before:
      'Callers have to sign their requests with SigV4 from then on, which browsers and the webhooks of other companies cannot: those need CloudFront or API Gateway with its own authentication first. A webhook that checks a signature itself is the usual good reason for an exception.',
    links: [
      {
        title: 'Control access to Lambda function URLs',
        url: 'https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html',
      },
      {
        title: 'Restrict access to an AWS Lambda function URL origin (CloudFront)',
        url: 'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-lambda.html',
      },
    ],
  },
  async judge(subject) {
    const urls = await subject.urls();
    if (urls.length === 0) return pass('The function has no URL');
    const unauthenticated = urls.filter(({ authType }) => authType !== 'AWS_IAM');
    if (unauthenticated.length === 0) return pass('The URL of the function wants IAM authentication');
    const policies = await Promise.all(unauthenticated.map(({ policy }) => policy()));
    const open = unauthenticated.filter((_, index) => admitsCallersOfOpenUrl(policies[index] ?? null));
    if (open.length === 0)
      return pass('The URL asks nobody who they are, but the policy admits no anonymous caller');
    return fail(`Anybody may call the URL of ${subject.id}`, {
      urls: open.map(({ url, authType }) => ({ url, authType })),
    });
  },
});
