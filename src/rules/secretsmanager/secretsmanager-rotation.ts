import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { DAY_MS } from '../../domain/time';
import { dayOf, daysParameter } from '../days';
import { defineRule } from '../define';
import { secret } from './resources';

export default defineRule({
  id: 'secretsmanager-rotation',
  title: 'Secrets rotate automatically',
  service: 'secretsmanager',
  severity: 'medium',
  pillar: 'security',
  resource: secret,
  parameters: z.object({
    max_age_days: daysParameter(90, 'Days within which a secret has to have been rotated.'),
  }),
  permissions: ['secretsmanager:ListSecrets'],
  references: { fsbp: ['SecretsManager.1', 'SecretsManager.4'] },
  guidance: {
    why: 'A password that never changes stays valid for everyone who ever saw it: people who left, old laptops, a log from last year. Automatic rotation puts an end date on every leak, and shows that the password can be changed before the night on which it must be.',
    console: [
      'Open the Secrets Manager console in the region of the secret and choose the secret.',
      'Open the Rotation tab and choose "Edit rotation".',
      'Switch on "Automatic rotation", choose a schedule, and the rotation function that fits (for databases Secrets Manager offers one).',
      'Tick "Rotate immediately when the secret is stored" on a quiet evening only, then choose Save.',
    ],
    cli: ({ resourceId, resourceArn, region }) => `# ${resourceId}
aws secretsmanager describe-secret --secret-id ${resourceArn} --region ${region} \\
  --query '[RotationEnabled,LastRotatedDate,NextRotationDate,RotationRules]'

aws secretsmanager rotate-secret --secret-id ${resourceArn} --region ${region} \\
  --rotation-lambda-arn <rotation-function-arn> --rotation-rules AutomaticallyAfterDays=30 \\
  --no-rotate-immediately`,
    terraform: ({
      resourceId,
      resourceArn,
    }) => `resource "aws_secretsmanager_secret_rotation" "secret" { # ${resourceId}
  secret_id           = "${resourceArn}"
  rotation_lambda_arn = aws_lambda_function.rotation.arn
  rotate_immediately  = false
  rotation_rules {
    automatically_after_days = 30
  }
}`,
    before:
      'Whoever reads the secret once at start and keeps it breaks at the first rotation, so make clients read it again when a login fails, or use the alternating-users strategy. For RDS and Redshift let the service manage the master password: then there is no function to look after.',
    links: [
      {
        title: 'Rotate AWS Secrets Manager secrets',
        url: 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets.html',
      },
      {
        title: 'Rotation function strategies',
        url: 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotation-strategy.html',
      },
    ],
  },
  judge({ owningService, rotationEnabled, lastRotatedAt, createdAt }, { params, now }) {
    if (owningService !== null) return pass(`The AWS service ${owningService} looks after the secret`);
    const evidence = {
      rotationEnabled,
      lastRotated: lastRotatedAt === null ? null : dayOf(lastRotatedAt),
      created: dayOf(createdAt),
    };
    if (!rotationEnabled) return fail('The secret does not rotate', evidence);
    const since = lastRotatedAt ?? createdAt;
    if (now - since <= params.max_age_days * DAY_MS) return pass(`The secret was rotated on ${dayOf(since)}`);
    return fail(
      lastRotatedAt === null
        ? `The secret has not been rotated since it was made on ${dayOf(createdAt)}`
        : `The secret was last rotated on ${dayOf(lastRotatedAt)}, longer ago than ${params.max_age_days} days`,
      evidence,
    );
  },
});
