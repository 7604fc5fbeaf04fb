import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { dayOf } from '../days';
import { defineRule } from '../define';
import { DEPRECATIONS } from './deprecated-runtimes';
import { lambdaFunction } from './resources';

export default defineRule({
  id: 'lambda-function-runtime',
  title: 'Functions use supported runtimes',
  service: 'lambda',
  severity: 'medium',
  pillar: 'security',
  resource: lambdaFunction,
  parameters: z.object({
    deprecated_runtimes: z
      .array(z.string().min(1))
      .default([])
      .describe('Runtimes that count as deprecated in addition to those that AWS has deprecated: java8.al2.'),
    excused_runtimes: z
      .array(z.string().min(1))
      .default([])
      .describe(
        'Runtimes that may stay although AWS has deprecated them: python3.9. Wins over deprecated_runtimes.',
      ),
  }),
  permissions: ['lambda:ListFunctions'],
  references: { fsbp: ['Lambda.2'] },
  guidance: {
    why: 'AWS gives a deprecated runtime no security patches, so every hole in the language that is found from now on stays open in this function. After some months it can no longer be updated either, which one finds out on the day of an urgent fix.',
    console: [
      'Open the Lambda console in the region of the function, choose Functions and the function.',
      'Open the Code tab and look under "Runtime settings" for the runtime.',
      'Raise the version in your template and build, run the tests with it, and mind the libraries that come with the runtime.',
      'Deploy; without a template choose Edit under "Runtime settings", the newer runtime, and Save.',
    ],
    cli: ({
      resourceId,
      region,
    }) => `aws lambda get-function-configuration --function-name ${resourceId} --region ${region} --query '[Runtime,Handler,Layers]'

aws lambda publish-version --function-name ${resourceId} --region ${region}   # to go back to
aws lambda update-function-configuration --function-name ${resourceId} --runtime <runtime> --region ${region}`,
    terraform: ({ resourceId }) => `resource "aws_lambda_function" "function" {
  function_name = "${resourceId}"
  runtime       = "nodejs24.x" # a supported one of the language
  # ... as it is
}`,
    before:
      'Majors bring breaks: the AWS SDK version that is included, OpenSSL, the base image (Amazon Linux 2023 has no yum and fewer libraries), native modules and layers that were built for the old one. Publish a version and shift an alias to the new one in steps.',
    links: [
      { title: 'Lambda runtimes', url: 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html' },
      {
        title: 'Runtime deprecation: retrieve data about functions that use a deprecated runtime',
        url: 'https://docs.aws.amazon.com/lambda/latest/dg/runtimes-list-deprecated.html',
      },
    ],
  },
  judge(subject, { params, now }) {
    const { runtime } = subject;
    if (runtime === null) return pass('The function is a container image, which brings its own runtime');
    if (params.excused_runtimes.includes(runtime)) return pass(`The runtime ${runtime} is excused`);
    const since = DEPRECATIONS.get(runtime);
    const evidence = { runtime, lastModified: subject.lastModified };
    if (since !== undefined && since <= now) {
      return fail(`The runtime ${runtime} is deprecated since ${dayOf(since)}`, evidence);
    }
    if (params.deprecated_runtimes.includes(runtime))
      return fail(`The runtime ${runtime} is one that you gave up`, evidence);
    return pass(`The runtime ${runtime} is supported`);
  },
});
