import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { severitySchema } from '../../../src/domain/severity';
import { catalogue } from '../../../src/rules';

const ROOT = join(import.meta.dirname, '../../..');

/** Runs the command as scripts/rules.mjs does. */
function rules(...args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', join(ROOT, 'src/cli/rules.ts'), ...args], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], HOME: '/nonexistent' },
  });
  const output = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      output[stream] += text;
    });
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...output }));
  });
}

const text = z.string().min(1);

/** What scripts may rely on: exactly these fields. */
const ruleSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)+$/),
  title: text,
  service: text,
  severity: severitySchema,
  pillar: text,
  resourceType: z.string().regex(/^AWS::\w*::\w+$/),
  scope: z.enum(['regional', 'global']),
  parameters: z.array(
    z.strictObject({
      name: text,
      description: text,
      kind: z.enum(['number', 'string', 'boolean', 'strings']),
      default: z.union([z.number(), z.string(), z.boolean(), z.array(z.string())]),
    }),
  ),
  references: z.strictObject({
    cis: z.array(z.string().regex(/^[567]\.0:\d+(\.\d+)+$/)),
    fsbp: z.array(z.string().regex(/^\w+\.\d+$/)),
  }),
  permissions: z.array(z.string().regex(/^[a-z0-9-]+:[A-Z]\w+$/)).min(1),
  guidance: z.strictObject({
    why: text,
    console: z.array(text).min(3),
    cli: text,
    terraform: text,
    before: text,
    links: z.array(z.strictObject({ title: text, url: z.url() })).min(2),
  }),
});

const PLACEHOLDER = /<(resource-id|resource-arn|account-id|region)>/;

describe('npm run rules', () => {
  it('prints every rule as JSON, with placeholders for the resource', async () => {
    const { code, stdout, stderr } = await rules('--format', 'json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const printed = z.array(ruleSchema).parse(JSON.parse(stdout));
    expect(printed.map(({ id }) => id)).toEqual(catalogue.map(({ id }) => id));
    for (const { id, guidance } of printed) {
      const commands = guidance.cli + guidance.terraform;
      // No ARN that looks real and is not.
      expect({ id, made: /arn:aws:service|:resource\b|undefined/.exec(commands)?.[0] }).toEqual({ id });
      expect({ id, commands }).toMatchObject({ commands: expect.stringMatching(PLACEHOLDER) });
    }
  });

  it('prints a line per rule for people, by service', async () => {
    const { code, stdout } = await rules();
    const [head = '', ...lines] = stdout.trimEnd().split('\n');
    expect(code).toBe(0);
    expect(head).toMatch(/^RULE +SEVERITY +RESOURCE +TITLE$/);
    expect(lines).toHaveLength(catalogue.length);
    expect(lines.find((line) => line.startsWith('s3-bucket-public-read '))).toMatch(
      /critical +AWS::S3::Bucket +Buckets are not readable by the public$/,
    );
  });

  it('says how it is used', async () => {
    const { code, stdout } = await rules('--help');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Usage: npm run --silent rules/);
  });

  it.each([
    [['--format', 'xml'], '--format: "xml" is none of table, json, markdown'],
    [['--format'], "'--format <value>' argument missing"],
    [['--fromat', 'json'], "'--fromat'"],
    [['s3'], "'s3'"],
  ])('refuses %j in one line, with nothing on stdout', async (args, line) => {
    const { code, stdout, stderr } = await rules(...args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^rules: [^\n]+\n$/);
    expect(stderr).toContain(line);
  });
});
