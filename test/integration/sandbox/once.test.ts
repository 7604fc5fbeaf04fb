import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { loadEstate, startAwsSandbox } from '../../../sandbox/aws/server';

const ROOT = resolve(__dirname, '../../..');
const CYCLE_MS = 120_000;

const count = z.number().int().min(0);
const summarySchema = z.strictObject({
  accounts: count,
  workItems: count,
  findings: z.strictObject({
    open: count,
    resolved: count,
    unknown: count,
    bySeverity: z.strictObject({ critical: count, high: count, medium: count, low: count }),
  }),
  issues: z.strictObject({ created: count, updated: count, closed: count, reopened: count }),
  awsCalls: z.record(z.string().regex(/^[a-z0-9-]+:[A-Z]\w+$/), count),
  jiraCalls: count,
  sqlStatements: count,
  durationMs: count,
});

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sandbox-once-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the command as `npm start -- ...` does, once everything is installed. */
function start(
  args: string[],
  environment: Record<string, string> = {},
): Promise<{ code: number; stdout: string; stderr: string }> {
  const command = ['--import', 'tsx', join(ROOT, 'sandbox/main.ts'), ...args];
  return new Promise((done) => {
    execFile(
      process.execPath,
      command,
      { cwd: ROOT, env: { ...process.env, ...environment } },
      (error, stdout, stderr) => {
        done({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
      },
    );
  });
}

async function cycle(args: string[], environment: Record<string, string> = {}) {
  const { code, stdout, stderr } = await start(['--once', '--json', ...args], environment);
  expect({ code, lines: stdout.trim().split('\n').length }, stderr).toEqual({ code: 0, lines: 1 });
  return summarySchema.parse(JSON.parse(stdout));
}

describe('one cycle after another with the same state', () => {
  it(
    'files what is wrong in the first hour, and follows what changed in the next ones',
    async () => {
      const state = join(folder, 'hours');
      const first = await cycle(['--state', state]);
      expect(first.accounts).toBe(6);
      expect(first.findings.open).toBeGreaterThan(20);
      expect(first.findings.unknown).toBeGreaterThan(0);
      expect(first.issues.created).toBeGreaterThan(10);
      expect(first.issues).toMatchObject({ closed: 0, reopened: 0 });
      expect(first.awsCalls['ec2:DescribeSecurityGroups']).toBeGreaterThan(0);
      const { bySeverity } = first.findings;
      const open = bySeverity.critical + bySeverity.high + bySeverity.medium + bySeverity.low;
      expect(open).toBe(first.findings.open);

      // The bastion's SSH is closed and the press kit made public within the first hour of the demo's timeline.
      const second = await cycle(['--state', state]);
      expect(second.issues.closed).toBeGreaterThan(0);
      expect(second.issues.created).toBeGreaterThan(0);
      expect(second.findings.resolved).toBeGreaterThan(0);
    },
    3 * CYCLE_MS,
  );
});

describe('another endpoint with accounts from a file', () => {
  it(
    'is scanned with the given ExternalIds, and filed in one project',
    async () => {
      const estate = await loadEstate(join(ROOT, 'sandbox/estate/demo'));
      for (const account of estate.accounts) {
        for (const role of Object.values(account.roles)) role.externalId = `known-to-${account.name}`;
      }
      const [key] = estate.hub.accessKeys;
      const aws = await startAwsSandbox({ estate });
      const accounts = join(folder, 'two-accounts.json');
      writeFileSync(
        accounts,
        JSON.stringify(
          [
            { id: '204611873905', name: 'prod-payments', regions: ['us-east-1', 'eu-west-1'] },
            { id: '318840227164', name: 'prod-web', regions: 'enabled' },
          ].map((account) => ({
            ...account,
            roleArn: `arn:aws:iam::${account.id}:role/CloudFindingsReadOnly`,
            externalId: `known-to-${account.name}`,
          })),
        ),
      );
      try {
        const summary = await cycle(['--aws-endpoint', aws.url, '--accounts', accounts], {
          AWS_ACCESS_KEY_ID: key?.id ?? '',
          AWS_SECRET_ACCESS_KEY: key?.secret ?? '',
        });
        expect(summary.accounts).toBe(2);
        expect(summary.workItems).toBeGreaterThan(4);
        expect(summary.findings.open).toBeGreaterThan(5);
        expect(summary.issues.created).toBeGreaterThan(5);
        // The set-up and the admin page ask who the hub is; that is no part of the cycle.
        const { 'sts:GetCallerIdentity': _identity, ...asked } = aws.calls();
        expect(summary.awsCalls).toEqual(asked);
      } finally {
        await aws.close();
      }
    },
    CYCLE_MS,
  );
});

describe('bad input', () => {
  it.each([
    [['--port', 'abc'], '--port'],
    [['--aws-endpoint', 'http://127.0.0.1:1', '--accounts', 'no-such-file.json'], 'no-such-file.json'],
  ])('ends with one line on stderr that names it: %j', async (args, named) => {
    const { code, stdout, stderr } = await start(['--once', ...args]);
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr.trim()).toContain(named);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it('names the field of the account that is wrong', async () => {
    const accounts = join(folder, 'accounts.json');
    writeFileSync(
      accounts,
      JSON.stringify([
        { id: '111122223333', name: 'a', roleArn: 'arn:nonsense', externalId: 'abc', regions: 'enabled' },
      ]),
    );
    const { code, stderr } = await start([
      '--once',
      '--aws-endpoint',
      'http://127.0.0.1:1',
      '--accounts',
      accounts,
    ]);
    expect(code).toBe(1);
    expect(stderr).toContain('roleArn');
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it('says that an endpoint does not answer', async () => {
    const accounts = join(folder, 'one-account.json');
    const roleArn = 'arn:aws:iam::111122223333:role/CloudFindingsReadOnly';
    writeFileSync(
      accounts,
      JSON.stringify([{ id: '111122223333', name: 'a', roleArn, externalId: 'abc', regions: 'enabled' }]),
    );
    const { code, stderr } = await start([
      '--once',
      '--aws-endpoint',
      'http://127.0.0.1:1',
      '--accounts',
      accounts,
    ]);
    expect(code).toBe(1);
    expect(stderr).toContain('--aws-endpoint: http://127.0.0.1:1 does not answer');
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it('leaves a folder alone that holds something else', async () => {
    const precious = mkdtempSync(join(folder, 'precious-'));
    writeFileSync(join(precious, 'thesis.txt'), 'x');
    const { code, stderr } = await start(['--once', '--state', precious, '--reset']);
    expect(code).toBe(1);
    expect(stderr).toContain(precious);
    expect(existsSync(join(precious, 'thesis.txt'))).toBe(true);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});
