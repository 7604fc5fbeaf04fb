import type { GenerateCredentialReportResponse, GetCredentialReportResponse } from '@aws-sdk/client-iam';
import type { IamUser } from '../../estate/iam';
import type { Call } from '../../service';
import { AwsError } from '../../wire/aws-error';
import type { World } from '../../world';
import { iamArn } from './authorization-details';

/** AWS makes a new report at most every four hours. */
const REPORT_LIFETIME_MS = 4 * 3_600_000;
/** How often GenerateCredentialReport is answered before the report is there. */
const ANSWERS_BEFORE_COMPLETE = 2;

interface Report {
  asked: number;
  generatedAt: number;
  content: string;
}

/** Reports belong to a sandbox, so they end with it. */
const reports = new WeakMap<World, Map<string, Report>>();

const COLUMNS = [
  'user',
  'arn',
  'user_creation_time',
  'password_enabled',
  'password_last_used',
  'password_last_changed',
  'password_next_rotation',
  'mfa_active',
  'access_key_1_active',
  'access_key_1_last_rotated',
  'access_key_1_last_used_date',
  'access_key_1_last_used_region',
  'access_key_1_last_used_service',
  'access_key_2_active',
  'access_key_2_last_rotated',
  'access_key_2_last_used_date',
  'access_key_2_last_used_region',
  'access_key_2_last_used_service',
  'cert_1_active',
  'cert_1_last_rotated',
  'cert_2_active',
  'cert_2_last_rotated',
] as const;

/** STARTED, INPROGRESS, then COMPLETE; a report younger than four hours is given again. */
export function generateCredentialReport(_input: object, call: Call): GenerateCredentialReportResponse {
  const all = reportsOf(call);
  const present = all.get(call.account.id);
  const isFresh = present && call.now - present.generatedAt < REPORT_LIFETIME_MS;
  const report = isFresh ? present : { asked: 0, generatedAt: call.now, content: writeReport(call) };
  report.asked += 1;
  all.set(call.account.id, report);
  if (report.asked === 1)
    return { State: 'STARTED', Description: 'No report exists. Starting a new report generation task' };
  return { State: report.asked <= ANSWERS_BEFORE_COMPLETE ? 'INPROGRESS' : 'COMPLETE' };
}

/** The report, or the error that says why there is none. */
export function getCredentialReport(_input: object, call: Call): GetCredentialReportResponse {
  const report = reportsOf(call).get(call.account.id);
  if (!report)
    throw new AwsError('ReportNotPresent', 410, 'No report exists. Please call GenerateCredentialReport.');
  if (report.asked <= ANSWERS_BEFORE_COMPLETE)
    throw new AwsError('ReportInProgress', 404, 'The credential report is being generated.');
  if (call.now - report.generatedAt >= REPORT_LIFETIME_MS)
    throw new AwsError(
      'ReportExpired',
      410,
      'The most recent credential report has expired. To generate a new credential report, use GenerateCredentialReport.',
    );
  return {
    Content: Buffer.from(report.content, 'utf8'),
    ReportFormat: 'text/csv',
    GeneratedTime: new Date(report.generatedAt),
  };
}

function reportsOf(call: Call): Map<string, Report> {
  const known = reports.get(call.world) ?? new Map<string, Report>();
  reports.set(call.world, known);
  return known;
}

/** Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html */
function writeReport(call: Call): string {
  const rows = [
    rootRow(call),
    ...Object.entries(call.account.iam.users).map(([name, user]) => userRow(call, name, user)),
  ];
  return [COLUMNS.join(','), ...rows.map((row) => row.join(','))].join('\n');
}

function rootRow(call: Call): string[] {
  const { root } = call.account.iam;
  const created = isoTime(call, root.age);
  const key = (isActive: boolean, used?: number) => [
    String(isActive),
    isActive ? created : 'N/A',
    ...(used === undefined ? ['N/A', 'N/A', 'N/A'] : [isoTime(call, used), 'us-east-1', 's3']),
  ];
  return [
    '<root_account>',
    `arn:aws:iam::${call.account.id}:root`,
    created,
    'not_supported',
    root.used === null ? 'no_information' : isoTime(call, root.used),
    'not_supported',
    'not_supported',
    String(root.mfa !== false),
    ...key(root.accessKeys >= 1, root.keyUsed),
    ...key(root.accessKeys >= 2),
    ...NO_CERTIFICATES,
  ];
}

function userRow(call: Call, name: string, user: IamUser): string[] {
  const password = user.console;
  return [
    name,
    iamArn(call, 'user', user.path, name),
    isoTime(call, user.age),
    String(password !== false),
    password === false
      ? 'N/A'
      : password.used === undefined
        ? 'no_information'
        : isoTime(call, password.used),
    password === false ? 'N/A' : isoTime(call, password.changed),
    'N/A',
    String(user.mfa),
    ...keyColumns(call, user.keys[0]),
    ...keyColumns(call, user.keys[1]),
    ...NO_CERTIFICATES,
  ];
}

const NO_CERTIFICATES = ['false', 'N/A', 'false', 'N/A'];

function keyColumns(call: Call, key: IamUser['keys'][number] | undefined): string[] {
  if (!key) return ['false', 'N/A', 'N/A', 'N/A', 'N/A'];
  const used =
    key.used === undefined ? ['N/A', 'N/A', 'N/A'] : [isoTime(call, key.used), key.region, key.service];
  return [String(key.active), isoTime(call, key.age), ...used];
}

/** `2026-01-15T12:00:00+00:00`, as the report writes times. */
function isoTime(call: Call, age: number): string {
  return call.world.dateOf(age).toISOString().replace('.000Z', '+00:00');
}
