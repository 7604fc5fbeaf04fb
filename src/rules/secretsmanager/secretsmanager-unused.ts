import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { DAY_MS } from '../../domain/time';
import { dayOf, daysParameter } from '../days';
import { defineRule } from '../define';
import { secret } from './resources';

export default defineRule({
  id: 'secretsmanager-unused',
  title: 'Secrets unread for long are removed',
  service: 'secretsmanager',
  severity: 'medium',
  pillar: 'cost-optimisation',
  resource: secret,
  parameters: z.object({
    max_age_days: daysParameter(90, 'Days without anybody reading it after which a secret counts as unused.'),
  }),
  permissions: ['secretsmanager:ListSecrets'],
  references: { fsbp: ['SecretsManager.3'] },
  guidance: {
    why: 'Nobody reads the secret any more, yet the database user or API key behind it most likely still works and nobody would notice its use. It costs 40 cents a month as well, which adds up where every test environment left some behind.',
    console: [
      'Open the Secrets Manager console in the region of the secret and choose the secret.',
      'Look at its description, tags and replication for who made it, and ask them.',
      'Choose Actions, "Delete secret", with a waiting period of 30 days, then "Schedule deletion".',
      'Remove the credential itself where it is used: the database user, the API key.',
    ],
    cli: ({ resourceId, resourceArn, region }) => `# ${resourceId}: who read it lately
aws cloudtrail lookup-events --region ${region} --max-results 20 \\
  --lookup-attributes AttributeKey=ResourceName,AttributeValue=${resourceArn}

aws secretsmanager delete-secret --secret-id ${resourceArn} --recovery-window-in-days 30 --region ${region}

# within the 30 days
aws secretsmanager restore-secret --secret-id ${resourceArn} --region ${region}`,
    terraform: ({
      resourceId,
    }) => `# take the secret out of the configuration; it can be restored for as long as this says
resource "aws_secretsmanager_secret" "unused" {
  name                    = "${resourceId}"
  recovery_window_in_days = 30
}`,
    before:
      'A job that runs once a quarter or a disaster-recovery script reads its secret rarely: look for the name in code and pipelines first. During the waiting period reads fail, and a CloudWatch alarm on attempts to read a deleted secret tells you in time to restore it.',
    links: [
      {
        title: 'Delete an AWS Secrets Manager secret',
        url: 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_delete-secret.html',
      },
      {
        title: 'Monitor when Secrets Manager secrets scheduled for deletion are accessed',
        url: 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/monitoring_cloudwatch_deleted-secrets.html',
      },
    ],
  },
  judge({ owningService, lastAccessedAt, createdAt }, { params, now }) {
    if (owningService !== null) return pass(`The AWS service ${owningService} looks after the secret`);
    const since = lastAccessedAt ?? createdAt;
    if (now - since <= params.max_age_days * DAY_MS) return pass('The secret is in use');
    return fail(
      lastAccessedAt === null
        ? `Nobody has read the secret since it was made on ${dayOf(createdAt)}`
        : `Nobody has read the secret since ${dayOf(lastAccessedAt)}`,
      { lastAccessed: lastAccessedAt === null ? null : dayOf(lastAccessedAt), created: dayOf(createdAt) },
    );
  },
});
