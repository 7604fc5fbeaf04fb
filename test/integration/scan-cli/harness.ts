import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { type AwsSandbox, loadEstate, startAwsSandbox } from '../../../sandbox/aws/server';
import { assumeAccountRole } from '../../../src/aws/credentials';
import { AwsSession } from '../../../src/aws/session';
import { RequestBudget } from '../../../src/scan/request-budget';

const ROOT = join(import.meta.dirname, '../../..');

export const HUB = {
  accessKeyId: 'AKIAHUBOFTHESCANTEST',
  secretAccessKey: 'hub-secret-of-the-scan-tests-0001',
};
export const SHOP = {
  id: '111122223333',
  name: 'shop',
  roleArn: 'arn:aws:iam::111122223333:role/CloudFindingsReadOnly',
  externalId: 'shop-external-id',
  regions: ['us-east-1'] as string[] | 'enabled',
};
export const LAB = {
  id: '444455556666',
  name: 'lab',
  roleArn: 'arn:aws:iam::444455556666:role/CloudFindingsReadOnly',
  externalId: 'of-the-lab',
  regions: ['us-east-1'] as string[] | 'enabled',
};

/** AWS with the estate of these tests. No page of a list is longer than `pageSize`. */
export async function startAws(pageSize = 5): Promise<AwsSandbox> {
  return startAwsSandbox({ estate: await loadEstate(join(import.meta.dirname, 'estate')), pageSize });
}

export interface Run {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the command as a person would, with the base credentials of the hub unless told otherwise. */
export async function scan(
  endpoint: string,
  accounts: unknown,
  args: string[] = [],
  environment: Record<string, string | undefined> = {},
): Promise<Run> {
  const folder = await mkdtemp(join(tmpdir(), 'scan-cli-'));
  try {
    await writeFile(
      join(folder, 'accounts.json'),
      typeof accounts === 'string' ? accounts : JSON.stringify(accounts),
    );
    return await run(['--accounts', join(folder, 'accounts.json'), ...args], {
      AWS_ENDPOINT_URL: endpoint,
      ...environment,
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Runs the command with exactly these arguments. */
export function run(args: string[], environment: Record<string, string | undefined> = {}): Promise<Run> {
  const child = spawn(process.execPath, ['--import', 'tsx', join(ROOT, 'src/cli/scan.ts'), ...args], {
    cwd: ROOT,
    env: {
      PATH: process.env['PATH'],
      HOME: '/nonexistent',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_ACCESS_KEY_ID: HUB.accessKeyId,
      AWS_SECRET_ACCESS_KEY: HUB.secretAccessKey,
      ...environment,
    },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

const reportSchema = z.strictObject({
  results: z.array(
    z.strictObject({
      ruleId: z.string(),
      accountId: z.string(),
      region: z.string(),
      resourceType: z.string(),
      resourceId: z.string(),
      resourceArn: z.string().regex(/^arn:/),
      status: z.enum(['pass', 'fail', 'unknown']),
      severity: z.enum(['critical', 'high', 'medium', 'low']),
      message: z.string().min(1),
      evidence: z.record(z.string(), z.unknown()),
    }),
  ),
  unread: z.array(
    z.strictObject({ accountId: z.string(), region: z.string(), operation: z.string(), reason: z.string() }),
  ),
  apiCalls: z.record(z.string().regex(/^[a-z0-9-]+:[A-Z]\w+$/), z.number().int().positive()),
  durationMs: z.number().nonnegative(),
});
export type Report = z.infer<typeof reportSchema>;

/** The command's JSON, which is all of its stdout. */
export function reportOf({ stdout }: Run): Report {
  return reportSchema.parse(JSON.parse(stdout));
}

/** A session with the shop's role, as the product opens one. */
export async function shopSession(
  aws: AwsSandbox,
  scope: string,
  roleArn = SHOP.roleArn,
  requests = RequestBudget.unlimited(),
): Promise<AwsSession> {
  const account = { roleArn, externalId: SHOP.externalId };
  const credentials = await assumeAccountRole(HUB, account, { endpoint: aws.url });
  return new AwsSession({
    accountId: SHOP.id,
    partition: 'aws',
    scope,
    credentials,
    endpoint: aws.url,
    requests,
  });
}
