import {
  GenerateCredentialReportCommand,
  GetCredentialReportCommand,
  type IAMClient,
} from '@aws-sdk/client-iam';
import type { CredentialReportRow } from '../../rules/iam/resources';
import type { Items } from '../read-list';
import { Source } from '../source';
import { parseCsv } from './csv';

/** How often AWS is asked whether the report is done, and how long apart at first and at most. */
const POLLS = 12;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8_000;

/**
 * The rows of the IAM credential report. AWS makes it on request, within seconds, and reuses one that is younger than four
 * hours. Throws an UnreadableError where there is no report; rows that cannot be understood are left out and are the
 * `failure` of the rest.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
 */
export async function readCredentialReport(iam: IAMClient): Promise<Items<CredentialReportRow>> {
  await generate(iam);
  const source = new Source('iam:GetCredentialReport', 'global');
  const { Content } = await iam.send(new GetCredentialReportCommand({}));
  return parseReport(new TextDecoder().decode(source.required(Content, 'the report')), source);
}

async function generate(iam: IAMClient): Promise<void> {
  const source = new Source('iam:GenerateCredentialReport', 'global');
  for (let poll = 0; poll < POLLS; poll++) {
    const { State } = await iam.send(new GenerateCredentialReportCommand({}));
    if (source.required(State, 'State') === 'COMPLETE') return;
    const wait = Math.min(FIRST_WAIT_MS * 2 ** poll, LONGEST_WAIT_MS);
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
  throw source.late('AWS has not finished the credential report in over a minute; the next scan asks again.');
}

/**
 * Reads the report's CSV by the names in its first line. Every other line is a user or the failure of the rest: line by line,
 * as no cell holds a line break, so that a quote in somebody's path takes no other user along. Throws an UnreadableError for
 * what is not a report.
 */
export function parseReport(text: string, source: Source): Items<CredentialReportRow> {
  const [header = [], ...lines] = text
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .map((line) => parseCsv(line)?.[0] ?? []);
  const missing = COLUMNS.filter((column) => !header.includes(column));
  if (missing.length > 0) throw source.malformed(`a credential report without ${missing.join(', ')}`);
  const whole = lines.filter((line) => line.length === header.length);
  return {
    items: whole.map((line) => toRow((column) => line[header.indexOf(column)] ?? '')),
    failure:
      whole.length === lines.length
        ? null
        : source.malformed('a line of the credential report that is cut short or cannot be told into cells'),
  };
}

const COLUMNS = [
  'user',
  'arn',
  'user_creation_time',
  'password_enabled',
  'password_last_used',
  'password_last_changed',
  'mfa_active',
  'access_key_1_active',
  'access_key_1_last_rotated',
  'access_key_1_last_used_date',
  'access_key_2_active',
  'access_key_2_last_rotated',
  'access_key_2_last_used_date',
] as const satisfies (keyof CredentialReportRow)[];

function toRow(cell: (column: keyof CredentialReportRow) => string): CredentialReportRow {
  return {
    user: cell('user'),
    arn: cell('arn'),
    user_creation_time: cell('user_creation_time'),
    password_enabled: cell('password_enabled'),
    password_last_used: cell('password_last_used'),
    password_last_changed: cell('password_last_changed'),
    mfa_active: cell('mfa_active'),
    access_key_1_active: cell('access_key_1_active'),
    access_key_1_last_rotated: cell('access_key_1_last_rotated'),
    access_key_1_last_used_date: cell('access_key_1_last_used_date'),
    access_key_2_active: cell('access_key_2_active'),
    access_key_2_last_rotated: cell('access_key_2_last_rotated'),
    access_key_2_last_used_date: cell('access_key_2_last_used_date'),
  };
}
