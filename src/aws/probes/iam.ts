import {
  GenerateCredentialReportCommand,
  GetAccountAuthorizationDetailsCommand,
  GetAccountPasswordPolicyCommand,
  GetAccountSummaryCommand,
  GetCredentialReportCommand,
  IAMClient,
  ListOrganizationsFeaturesCommand,
  ListServerCertificatesCommand,
  ListVirtualMFADevicesCommand,
} from '@aws-sdk/client-iam';
import type { AwsSession } from '../session';
import type { Probe } from './probe';

export function iamProbes({ clients }: AwsSession): [string, Probe][] {
  const iam = clients.global('iam', IAMClient);
  return [
    ['iam:GenerateCredentialReport', () => iam.send(new GenerateCredentialReportCommand({}))],
    ['iam:GetCredentialReport', () => iam.send(new GetCredentialReportCommand({}))],
    [
      'iam:GetAccountAuthorizationDetails',
      () => iam.send(new GetAccountAuthorizationDetailsCommand({ MaxItems: 1 })),
    ],
    ['iam:GetAccountPasswordPolicy', () => iam.send(new GetAccountPasswordPolicyCommand({}))],
    ['iam:GetAccountSummary', () => iam.send(new GetAccountSummaryCommand({}))],
    ['iam:ListServerCertificates', () => iam.send(new ListServerCertificatesCommand({ MaxItems: 1 }))],
    ['iam:ListVirtualMFADevices', () => iam.send(new ListVirtualMFADevicesCommand({ MaxItems: 1 }))],
    ['iam:ListOrganizationsFeatures', () => iam.send(new ListOrganizationsFeaturesCommand({}))],
  ];
}
