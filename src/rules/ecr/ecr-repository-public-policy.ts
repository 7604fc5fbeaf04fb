import { z } from 'zod';
import { accountOf } from '../arn';
import { defineRule } from '../define';
import { judgePublicPolicy } from '../policy/judge-public-policy';
import { ecrRepository } from './resources';

export default defineRule({
  id: 'ecr-repository-public-policy',
  title: 'Repository policies admit no anonymous caller',
  service: 'ecr',
  severity: 'critical',
  pillar: 'security',
  resource: ecrRepository,
  parameters: z.object({}),
  permissions: ['ecr:DescribeRepositories', 'ecr:GetRepositoryPolicy'],
  references: {},
  guidance: {
    why: 'Every AWS account may pull these images, and images carry source code, internal host names and far too often credentials in an old layer. Where the statement allows pushing as well, a stranger chooses what your clusters run.',
    console: [
      'Open the ECR console in the region of the repository, choose Private registry, Repositories and the repository.',
      'Choose Permissions on the left, then "Edit policy JSON".',
      'In the statement named in the evidence name the accounts that pull in place of "*", or add a condition on aws:PrincipalOrgID.',
      'Choose Save, then rotate every credential that an image of the repository holds.',
    ],
    cli: ({
      resourceId,
      region,
    }) => `aws ecr get-repository-policy --repository-name ${resourceId} --region ${region} --query policyText --output text

# policy.json: with accounts or the organisation in place of "*"
aws ecr set-repository-policy --repository-name ${resourceId} --region ${region} --policy-text file://policy.json

# or none: roles of this account need no policy
aws ecr delete-repository-policy --repository-name ${resourceId} --region ${region}`,
    terraform: ({ resourceId, resourceArn }) => `resource "aws_ecr_repository_policy" "repository" {
  repository = "${resourceId}"
  policy     = data.aws_iam_policy_document.pull.json
}

data "aws_iam_policy_document" "pull" {
  statement {
    actions = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer", "ecr:BatchCheckLayerAvailability"]
    principals {
      type        = "AWS"
      identifiers = ["${accountOf(resourceArn)}"] # and the accounts that pull
    }
  }
}`,
    before:
      'List the accounts that pull: CloudTrail records BatchGetImage with the caller. Lambda functions of other accounts need a statement for the service lambda.amazonaws.com with aws:SourceArn beside the one for the account, or their next cold start fails.',
    links: [
      {
        title: 'Private repository policies in Amazon ECR',
        url: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html',
      },
      {
        title: 'Private repository policy examples in Amazon ECR',
        url: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policy-examples.html',
      },
    ],
  },
  judge: async (repository) => judgePublicPolicy(await repository.policy(), 'repository'),
});
