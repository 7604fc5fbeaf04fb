import {
  GenerateCredentialReportCommand,
  GetAccountPasswordPolicyCommand,
  GetAccountSummaryCommand,
  GetCredentialReportCommand,
  IAMClient,
  ListOrganizationsFeaturesCommand,
  ListUsersCommand,
  paginateGetAccountAuthorizationDetails,
} from '@aws-sdk/client-iam';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BETA, type Bench, startBench } from './harness';

let bench: Bench;
let iam: IAMClient;
beforeEach(async () => {
  bench = await startBench();
  iam = new IAMClient(await bench.as('CloudFindingsReadOnly'));
});
afterEach(() => bench.sandbox.close());

async function readReport(): Promise<string[]> {
  const { Content, ReportFormat } = await iam.send(new GetCredentialReportCommand({}));
  expect(ReportFormat).toBe('text/csv');
  return Buffer.from(Content ?? [])
    .toString('utf8')
    .split('\n');
}

async function generate(): Promise<(string | undefined)[]> {
  const states = [];
  for (let asked = 0; asked < 3; asked += 1)
    states.push((await iam.send(new GenerateCredentialReportCommand({}))).State);
  return states;
}

describe('iam over the query protocol', () => {
  it('makes the credential report while it is asked for it, and keeps it for four hours', async () => {
    await expect(readReport()).rejects.toMatchObject({ name: 'CredentialReportNotPresentException' });
    await iam.send(new GenerateCredentialReportCommand({}));
    await expect(readReport()).rejects.toMatchObject({ name: 'CredentialReportNotReadyException' });
    expect(await generate()).toEqual(['INPROGRESS', 'COMPLETE', 'COMPLETE']);
    const lines = await readReport();
    expect(lines).toHaveLength(12);
    bench.setHours(4);
    iam = new IAMClient(await bench.as('CloudFindingsReadOnly'));
    await expect(readReport()).rejects.toMatchObject({ name: 'CredentialReportExpiredException' });
    expect(await generate()).toEqual(['STARTED', 'INPROGRESS', 'COMPLETE']);
  });

  it('writes the report with the words that AWS uses for what is not there', async () => {
    await generate();
    const [header = '', ...rows] = await readReport();
    const columns = header.split(',');
    const users = rows.map((row) =>
      Object.fromEntries(row.split(',').map((cell, index) => [columns[index], cell])),
    );
    const named = (name: string) => users.find((user) => user['user'] === name);
    expect(named('<root_account>')).toMatchObject({
      arn: 'arn:aws:iam::111122223333:root',
      password_enabled: 'not_supported',
      mfa_active: 'false',
      access_key_1_active: 'true',
      access_key_2_active: 'false',
    });
    expect(named('no-mfa')).toMatchObject({
      password_enabled: 'true',
      password_last_used: 'no_information',
      mfa_active: 'false',
      user_creation_time: '2025-10-07T12:00:00+00:00',
    });
    expect(named('deployer')).toMatchObject({
      password_enabled: 'false',
      password_last_used: 'N/A',
      access_key_1_active: 'true',
      access_key_1_last_used_date: '2026-01-13T12:00:00+00:00',
      access_key_1_last_used_service: 's3',
      access_key_2_active: 'false',
      access_key_2_last_rotated: '2025-10-12T12:00:00+00:00',
      access_key_2_last_used_date: 'N/A',
    });
  });

  it('lists users, groups, roles and attached policies over several pages', async () => {
    const pages = [];
    for await (const page of paginateGetAccountAuthorizationDetails({ client: iam, pageSize: 1000 }, {}))
      pages.push(page);
    expect(pages.map((page) => page.IsTruncated)).toEqual([true, true, true, true, false]);
    expect(pages.flatMap((page) => page.UserDetailList ?? []).map((user) => user.UserName)).toHaveLength(10);
    expect(pages.flatMap((page) => page.RoleDetailList ?? [])).toHaveLength(5);
    const policies = pages.flatMap((page) => page.Policies ?? []);
    const ownAdmin = policies.find((policy) => policy.PolicyName === 'own-admin');
    expect(ownAdmin).toMatchObject({ AttachmentCount: 1, Arn: 'arn:aws:iam::111122223333:policy/own-admin' });
    const document = ownAdmin?.PolicyVersionList?.find((version) => version.IsDefaultVersion)?.Document ?? '';
    expect(document).toMatch(/^%7B%22Version%22/);
    expect(JSON.parse(decodeURIComponent(document)).Statement).toEqual([
      { Effect: 'Allow', Action: '*', Resource: '*' },
    ]);
    expect(policies.find((policy) => policy.PolicyName === 'ViewOnlyAccess')).toMatchObject({
      Arn: 'arn:aws:iam::aws:policy/job-function/ViewOnlyAccess',
      Path: '/job-function/',
    });
  });

  it('lists only the kinds that are asked for', async () => {
    const policies = [];
    for await (const page of paginateGetAccountAuthorizationDetails(
      { client: iam },
      { Filter: ['LocalManagedPolicy'] },
    )) {
      expect(page.UserDetailList).toEqual([]);
      policies.push(...(page.Policies ?? []));
    }
    expect(policies.map((policy) => [policy.PolicyName, policy.AttachmentCount])).toEqual([
      ['own-admin', 1],
      ['unused', 0],
    ]);
  });

  it('answers the summary, the organization and the password policy', async () => {
    const { SummaryMap } = await iam.send(new GetAccountSummaryCommand({}));
    expect(SummaryMap).toMatchObject({ AccountAccessKeysPresent: 1, AccountMFAEnabled: 0, Users: 10 });
    await expect(iam.send(new ListOrganizationsFeaturesCommand({}))).rejects.toMatchObject({
      name: 'OrganizationNotFoundException',
    });
    await expect(iam.send(new GetAccountPasswordPolicyCommand({}))).rejects.toMatchObject({
      name: 'NoSuchEntityException',
    });
    const beta = new IAMClient(await bench.as('CloudFindingsReadOnly', 'eu-west-1', 'some-id', BETA));
    await expect(beta.send(new ListOrganizationsFeaturesCommand({}))).rejects.toMatchObject({
      name: 'AccountNotManagementOrDelegatedAdministratorException',
    });
    const { PasswordPolicy } = await beta.send(new GetAccountPasswordPolicyCommand({}));
    expect(PasswordPolicy).toMatchObject({ MinimumPasswordLength: 14, ExpirePasswords: false });
  });

  it('refuses with AccessDenied, and names an operation that it lacks', async () => {
    const narrow = new IAMClient(await bench.as('Narrow'));
    await expect(narrow.send(new GetAccountSummaryCommand({}))).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining(
        'because no identity-based policy allows the iam:GetAccountSummary action',
      ),
    });
    await expect(iam.send(new ListUsersCommand({}))).rejects.toMatchObject({ name: 'NotImplemented' });
  });
});
