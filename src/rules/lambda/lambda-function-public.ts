import { z } from 'zod';
import { defineRule } from '../define';
import { judgePublicPolicy } from '../policy/judge-public-policy';
import { lambdaFunction } from './resources';
import { opensOnlyUrlWithoutAuthentication } from './url-statements';

/**
 * Judges the policy of the function itself. Aliases and versions have policies of their own, which would take a call for
 * each; those of aliases with a URL are read by lambda-function-url-public.
 */
export default defineRule({
  id: 'lambda-function-public',
  title: 'Function policies admit no anonymous caller',
  service: 'lambda',
  severity: 'critical',
  pillar: 'security',
  resource: lambdaFunction,
  parameters: z.object({}),
  permissions: ['lambda:ListFunctions', 'lambda:GetPolicy'],
  references: { cis: ['7.0:2.21'], fsbp: ['Lambda.1'] },
  guidance: {
    why: 'Anybody with an AWS account can invoke the function with any input, under its role and at your cost. What the function may read or write is then open to whoever finds an input that makes it do so.',
    console: [
      'Open the Lambda console in the region of the function, choose Functions and the function.',
      'Open Configuration, Permissions and scroll to "Resource-based policy statements".',
      'Choose the statement named in the evidence, then Delete.',
      'Add it again with the account or the service that calls it, and with the source ARN or account as condition.',
    ],
    cli: ({
      resourceId,
      region,
    }) => `aws lambda get-policy --function-name ${resourceId} --region ${region} --query Policy --output text

aws lambda remove-permission --function-name ${resourceId} --statement-id <sid> --region ${region}
aws lambda add-permission --function-name ${resourceId} --statement-id <sid> --region ${region} \\
  --action lambda:InvokeFunction --principal s3.amazonaws.com --source-account <account-id> --source-arn <bucket-arn>`,
    terraform: ({ resourceId }) => `resource "aws_lambda_permission" "from_bucket" {
  function_name  = "${resourceId}"
  action         = "lambda:InvokeFunction"
  principal      = "s3.amazonaws.com"
  source_arn     = aws_s3_bucket.uploads.arn
  source_account = data.aws_caller_identity.current.account_id
}`,
    before:
      'CloudTrail with data events, or the caller that the function logs, shows who invokes it; without both, add a narrow statement for each known caller first and remove the wide one after. Statements for aliases and versions are separate: look at their qualifiers too.',
    links: [
      {
        title: 'Viewing resource-based IAM policies in Lambda',
        url: 'https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html',
      },
      {
        title: 'Granting Lambda function access to AWS services',
        url: 'https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-services.html',
      },
    ],
  },
  judge: async (subject) =>
    judgePublicPolicy(await subject.policy(), 'function', opensOnlyUrlWithoutAuthentication),
});
