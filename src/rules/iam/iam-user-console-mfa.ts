import { z } from 'zod';
import { partitionOf } from '../../domain/account';
import { fail, pass, unknown } from '../../domain/judgement';
import { defineRule } from '../define';
import { reportFlag } from './report-values';
import { iamUser } from './resources';

export default defineRule({
  id: 'iam-user-console-mfa',
  title: 'Every IAM user with a console password has MFA',
  service: 'iam',
  severity: 'high',
  pillar: 'security',
  resource: iamUser,
  parameters: z.object({}),
  permissions: ['iam:GenerateCredentialReport', 'iam:GetCredentialReport'],
  references: { cis: ['7.0:2.10', '6.0:2.9', '5.0:1.9'], fsbp: ['IAM.5'] },
  guidance: {
    why: 'Whoever phishes or guesses this password is signed in to the console with all the rights of the user. People reuse passwords, so a leak at another service is enough; a second factor makes the stolen password worthless.',
    console: [
      'Open the IAM console, choose Users and the user.',
      'If the person signs in through SSO by now: "Security credentials", "Manage console access", Disable.',
      'Otherwise ask them to sign in, choose their name at the top right, "Security credentials", "Assign MFA device".',
      'They choose a passkey, a security key or an authenticator app and follow the steps.',
    ],
    cli: ({ resourceId, resourceArn, accountId }) => `aws iam list-mfa-devices --user-name ${resourceId}

# where the console password is no longer needed
aws iam delete-login-profile --user-name ${resourceId}

# where it is: an authenticator app
aws iam create-virtual-mfa-device --virtual-mfa-device-name ${resourceId} --bootstrap-method QRCodePNG --outfile qr.png
aws iam enable-mfa-device --user-name ${resourceId} --serial-number arn:${partitionOf(resourceArn)}:iam::${accountId}:mfa/${resourceId} \\
  --authentication-code1 <code> --authentication-code2 <next-code>`,
    terraform: ({
      resourceId,
    }) => `# lets ${resourceId} do nothing but enrol a device until signed in with MFA
resource "aws_iam_user_policy" "require_mfa" {
  name = "require-mfa"
  user = "${resourceId}"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      NotAction = ["iam:CreateVirtualMFADevice", "iam:EnableMFADevice", "iam:ListMFADevices", "iam:ListVirtualMFADevices", "iam:ResyncMFADevice", "iam:ChangePassword", "sts:GetSessionToken"]
      Resource  = "*"
      Condition = { BoolIfExists = { "aws:MultiFactorAuthPresent" = "false" } }
    }]
  })
}`,
    before:
      "A policy that demands MFA also stops the user's access keys unless the scripts get a session with a code (sts get-session-token); removing the password stops only the console. The credential report that this is read from can be up to four hours old.",
    links: [
      {
        title: 'AWS multi-factor authentication in IAM',
        url: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa.html',
      },
      {
        title: 'Allow MFA-authenticated IAM users to manage their own credentials',
        url: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_my-sec-creds-self-manage.html',
      },
    ],
  },
  judge({ report }) {
    const evidence = { password_enabled: report.password_enabled, mfa_active: report.mfa_active };
    // The root user's row: its password is judged by iam-root-mfa.
    if (report.password_enabled === 'not_supported')
      return pass('The report gives no console password', evidence);
    const password = reportFlag(report.password_enabled);
    if (password === false) return pass('The user has no console password');
    const mfa = reportFlag(report.mfa_active);
    if (password === null || mfa === null) {
      return unknown('The credential report does not say whether the user has a password and MFA', evidence);
    }
    return mfa
      ? pass('The user has MFA')
      : fail(`${report.user} signs in to the console with a password alone, without MFA`, evidence);
  },
});
