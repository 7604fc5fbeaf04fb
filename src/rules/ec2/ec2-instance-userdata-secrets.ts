import { z } from 'zod';
import { fail, pass, unknown } from '../../domain/judgement';
import { defineRule } from '../define';
import { findSecrets, secretPatternsParameter, secretsAsEvidence } from '../secrets';
import { ec2Instance } from './resources';

/**
 * Reads the user data of every instance, which some organisations count as data: switching the rule on is the consent to it. What
 * was found is told by place and kind, never by a part of the text.
 */
export default defineRule({
  id: 'ec2-instance-userdata-secrets',
  title: 'User data holds no credentials',
  service: 'ec2',
  severity: 'critical',
  pillar: 'security',
  resource: ec2Instance,
  parameters: z.object({ patterns: secretPatternsParameter() }),
  permissions: ['ec2:DescribeInstances', 'ec2:DescribeInstanceAttribute'],
  references: {},
  guidance: {
    why: 'User data is no secret: every process on the instance reads it from the metadata service, and everyone who may describe instances reads it in the console. A credential in it has to be taken as known, and it is still there after the script has run.',
    console: [
      'Make the credential worthless first: rotate the key or password that the evidence points at.',
      'Open the Secrets Manager or Parameter Store console and store the new one there.',
      'Open the EC2 console in the region of the instance, choose Instances and select it.',
      'Stop the instance, choose Actions, "Instance settings", "Edit user data", and fetch the secret at boot in place of naming it.',
      'Do the same in the launch template, or the next instance brings it back.',
    ],
    cli: ({
      resourceId,
      region,
    }) => `aws ec2 describe-instance-attribute --instance-id ${resourceId} --attribute userData --region ${region} \\
  --query UserData.Value --output text | base64 -d | less

# stopped, with the new user data in user-data.sh
aws ec2 modify-instance-attribute --instance-id ${resourceId} --region ${region} \\
  --attribute userData --value "$(base64 -w0 user-data.sh)"`,
    terraform: ({ resourceId }) => `resource "aws_instance" "workload" { # ${resourceId}
  user_data = <<-EOT
    #!/bin/sh
    # the role of the instance may read this one secret
    DB_PASSWORD=$(aws secretsmanager get-secret-value --secret-id app/db --query SecretString --output text)
  EOT
  # ... as it is
}`,
    before:
      'User data can be changed on a stopped instance only, and runs at the first boot unless it says otherwise, so a restart alone brings no harm and no new secret. Look in CloudTrail who used the old credential, and how, since the instance was launched.',
    links: [
      {
        title: 'Run commands when you launch an EC2 instance with user data input',
        url: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html',
      },
      {
        title: 'Move hardcoded secrets to AWS Secrets Manager',
        url: 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/hardcoded.html',
      },
    ],
  },
  async judge(instance, { params }) {
    if (instance.state === 'terminated') return pass('The instance is terminated');
    const userData = await instance.userData();
    if (userData === null) return pass('The instance has no user data');
    const found = userData.flatMap(({ within, text }) =>
      findSecrets(text ?? '', params.patterns).map((secret) => ({ ...secret, place: within + secret.place })),
    );
    const [first] = found;
    if (first !== undefined) {
      return fail(`The user data holds what looks like ${first.kind}`, { found: secretsAsEvidence(found) });
    }
    const unread = userData.find(({ text }) => text === null);
    if (unread !== undefined) {
      return unknown(
        `The user data cannot be read as text${unread.within === '' ? '' : `: ${unread.within.replace(/, $/, '')}`}`,
      );
    }
    return pass('No credential was recognised in the user data');
  },
});
