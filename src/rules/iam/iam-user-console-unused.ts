import { z } from 'zod';
import { fail, pass, unknown } from '../../domain/judgement';
import { DAY_MS } from '../../domain/time';
import { dayOf, daysParameter } from '../days';
import { defineRule } from '../define';
import { reportFlag, reportTime } from './report-values';
import { iamUser } from './resources';

export default defineRule({
  id: 'iam-user-console-unused',
  title: 'Console passwords idle beyond the limit are disabled',
  service: 'iam',
  severity: 'medium',
  pillar: 'security',
  resource: iamUser,
  parameters: z.object({
    max_age_days: daysParameter(
      45,
      'Days without a sign-in (since the password was set, if it was never used) after which a password counts as idle.',
    ),
  }),
  permissions: ['iam:GenerateCredentialReport', 'iam:GetCredentialReport'],
  references: { cis: ['7.0:2.11', '6.0:2.11', '5.0:1.11'], fsbp: ['IAM.8', 'IAM.22'] },
  guidance: {
    why: 'A console password that nobody uses is missed by nobody when a stranger uses it. It often belongs to somebody who left or who signs in through single sign-on by now.',
    console: [
      'Open the IAM console, choose Users and the user, then "Security credentials".',
      'Under "Console sign-in" compare the last sign-in with what the person or their manager says.',
      'Choose "Manage console access", then Disable access.',
      'If the access keys are idle too, go back to the list and Delete the user.',
    ],
    cli: ({
      resourceId,
    }) => `aws iam get-user --user-name ${resourceId} --query 'User.[CreateDate,PasswordLastUsed]'
aws iam get-login-profile --user-name ${resourceId}

# takes the console password away; keys and policies stay
aws iam delete-login-profile --user-name ${resourceId}`,
    terraform: ({
      resourceId,
    }) => `# remove the login profile of ${resourceId} and apply; the user itself stays
# resource "aws_iam_user_login_profile" "${resourceId}" { ... }
resource "aws_iam_user" "idle" {
  name          = "${resourceId}"
  force_destroy = true # when the user goes too, its keys and devices go with it
}`,
    before:
      'Ask whether it is a break-glass user, which is idle on purpose: take an exception for it, and see that its use raises an alarm. The password cannot be brought back, only a new one be set.',
    links: [
      {
        title: 'Find unused AWS credentials',
        url: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_finding-unused.html',
      },
      {
        title: 'DeleteLoginProfile',
        url: 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteLoginProfile.html',
      },
    ],
  },
  judge({ id, report }, { params, now }) {
    if (reportFlag(report.password_enabled) === false) return pass('The user has no console password');
    const evidence = {
      password_enabled: report.password_enabled,
      password_last_used: report.password_last_used,
      password_last_changed: report.password_last_changed,
      user_creation_time: report.user_creation_time,
      maxAgeDays: params.max_age_days,
    };
    const used = reportTime(report.password_last_used);
    const set = reportTime(report.password_last_changed);
    const since = used !== 'none' ? used : set !== 'none' ? set : reportTime(report.user_creation_time);
    if (reportFlag(report.password_enabled) === null || since === null || since === 'none')
      return unknown('The credential report does not say when the password was last used', evidence);
    const never = used === 'none';
    if (now - since <= params.max_age_days * DAY_MS)
      return pass(
        never ? `Never used, but set on ${dayOf(since)}` : `Last used on ${dayOf(since)}`,
        evidence,
      );
    return fail(
      never
        ? `${id} has a console password of ${dayOf(since)} and never used it`
        : `${id} last signed in on ${dayOf(since)}, longer ago than ${params.max_age_days} days`,
      evidence,
    );
  },
});
