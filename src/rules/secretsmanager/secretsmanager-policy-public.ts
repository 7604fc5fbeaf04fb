import { z } from 'zod';
import { accountOf } from '../arn';
import { defineRule } from '../define';
import { judgePublicPolicy } from '../policy/judge-public-policy';
import { secret } from './resources';

export default defineRule({
  id: 'secretsmanager-policy-public',
  title: 'Secret policies admit no anonymous caller',
  service: 'secretsmanager',
  severity: 'critical',
  pillar: 'security',
  resource: secret,
  parameters: z.object({}),
  permissions: ['secretsmanager:ListSecrets', 'secretsmanager:GetResourcePolicy'],
  references: { cis: ['7.0:2.21'] },
  guidance: {
    why: 'Every AWS account in the world is allowed what the statement says, and on a secret that is usually reading it. Only the encryption key still stands in between, and a password that strangers may have read has to be changed whatever the logs show.',
    console: [
      'Open the Secrets Manager console in the region of the secret and choose the secret.',
      'Open "Resource permissions - optional" and choose "Edit permissions".',
      'In the statement named in the evidence name accounts or roles in place of "*", or delete the policy when only this account reads the secret.',
      'Tick "Block public access", which lets Secrets Manager refuse such a policy next time, and choose Save.',
      'Rotate the secret, and change the credential where it is used.',
    ],
    cli: ({ resourceId, resourceArn, region }) => `# ${resourceId}
aws secretsmanager get-resource-policy --secret-id ${resourceArn} --region ${region}

# policy.json: with named principals; Secrets Manager refuses it if it is still public
aws secretsmanager put-resource-policy --secret-id ${resourceArn} --region ${region} \\
  --resource-policy file://policy.json --block-public-policy

aws secretsmanager rotate-secret --secret-id ${resourceArn} --region ${region}`,
    terraform: ({
      resourceId,
      resourceArn,
    }) => `resource "aws_secretsmanager_secret_policy" "secret" { # ${resourceId}
  secret_arn          = "${resourceArn}"
  block_public_policy = true
  policy              = data.aws_iam_policy_document.secret.json
}

data "aws_iam_policy_document" "secret" {
  statement {
    actions   = ["secretsmanager:GetSecretValue"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ["${accountOf(resourceArn)}"]
    }
  }
}`,
    before:
      'Look in CloudTrail for GetSecretValue on this secret by other accounts: who of them is a partner has to be named before the wildcard goes. Other accounts also need the KMS key, so a secret under aws/secretsmanager was never readable for them whatever the policy said.',
    links: [
      {
        title: 'Resource-based policies (Secrets Manager)',
        url: 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_resource-policies.html',
      },
      {
        title: 'Determine who has permissions to your secrets',
        url: 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/determine-acccess_examine-iam-policies.html',
      },
    ],
  },
  judge: async (subject) => judgePublicPolicy(await subject.policy(), 'secret'),
});
