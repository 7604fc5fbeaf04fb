import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toUnreadable } from '../../../src/aws/errors';
import { parseReport } from '../../../src/aws/resources/credential-report';
import { parseCsv } from '../../../src/aws/resources/csv';
import { parsePolicy } from '../../../src/aws/resources/policy';
import { decodeUserData } from '../../../src/aws/resources/user-data/decode';
import { Source } from '../../../src/aws/source';
import { parseAccountsFile } from '../../../src/cli/accounts-file';
import { CliError } from '../../../src/cli/cli-error';
import { scanQueueSchema } from '../../../src/contract/events';
import { judgePublicPolicy } from '../../../src/rules/policy/judge-public-policy';
import { UnreadableError } from '../../../src/scan/evaluate/unreadable';
import { issueEventSchema } from '../../../src/tickets/on-issue-event';
import { nearValid } from '../../fixtures/near-valid';

/** What else comes from outside: AWS documents that are parsed by hand, the file of the scan CLI, events. */

const source = new Source('sqs:GetQueueAttributes', 'us-east-1');
const STATEMENT = {
  Sid: 'All',
  Effect: 'Allow',
  Principal: { AWS: ['*'] },
  Action: ['sqs:*'],
  Resource: '*',
  Condition: { StringEquals: { 'aws:SourceAccount': ['111122223333'] } },
};
const POLICY = { Version: '2012-10-17', Statement: [STATEMENT, { ...STATEMENT, Effect: 'Deny' }] };

/** The outcome, or the error that it must be then. */
function outcomeOf<T>(work: () => T, Expected: new (...parameters: never[]) => Error): T | null {
  try {
    return work();
  } catch (error) {
    expect(error).toBeInstanceOf(Expected);
    return null;
  } finally {
    expect({}).not.toHaveProperty('polluted');
  }
}

describe('what AWS holds and nearly is what it says', () => {
  it('policies are judged, or are unreadable: never passed unread', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          nearValid(POLICY).map((policy) => JSON.stringify(policy) ?? ''),
          fc.string(),
        ),
        (text) => {
          const policy = outcomeOf(() => parsePolicy(text, source, 'a queue'), UnreadableError);
          if (policy !== null) expect(['pass', 'fail']).toContain(judgePublicPolicy(policy, 'queue').status);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('credential reports are rows of their columns, or are unreadable', () => {
    const header =
      'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date';
    const cell = fc.oneof(
      fc.constantFrom('true', 'N/A', '"a""b"', '"', 'x\ny', '__proto__', '=1+1'),
      fc.string({ unit: 'binary' }),
    );
    const line = fc.array(cell, { maxLength: 14 }).map((cells) => cells.join(','));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 5 }), fc.boolean(), (lines, isReport) => {
        const text = [...(isReport ? [header] : []), ...lines].join('\n');
        const report = outcomeOf(() => parseReport(text, source), UnreadableError);
        for (const row of report?.items ?? [])
          expect(Object.values(row).every((value) => typeof value === 'string')).toBe(true);
        expect(
          parseCsv(text)
            .flat()
            .every((value) => typeof value === 'string'),
        ).toBe(true);
      }),
    );
  });

  it('user data are texts, or are said to be unread', () => {
    const script = fc.string({ unit: 'binary', maxLength: 300 });
    const part = fc.constantFrom(
      '#cloud-config\n- content: ',
      'encoding: b64\n',
      'MIME-Version: 1.0\n',
      'Content-Type: x; boundary="b"\n\n--b\n',
      'YWJj'.repeat(20),
    );
    const bytes = fc.oneof(
      fc.array(fc.oneof(script, part), { maxLength: 6 }).map((parts) => Buffer.from(parts.join(''))),
      fc.uint8Array({ maxLength: 200 }).map((data) => Buffer.from(data)),
    );
    fc.assert(
      fc.property(bytes, (data) => {
        const texts = decodeUserData(data.toString('base64'));
        if (data.length === 0) expect(texts).toBeNull();
        else for (const { text } of texts ?? []) expect(text === null || typeof text === 'string').toBe(true);
      }),
    );
  });

  it('whatever an SDK throws is unread for a reason, told in a line without keys', () => {
    const thrown = fc.oneof(
      fc.jsonValue(),
      nearValid({
        name: 'AccessDenied',
        message: 'No',
        $fault: 'client',
        $metadata: { httpStatusCode: 403 },
        cause: { code: 'ECONNRESET' },
      }),
    );
    fc.assert(
      fc.property(thrown, (error) => {
        const site = { operation: 'ec2:DescribeVolumes', region: 'us-east-1', home: false };
        expect(toUnreadable(error, site)).toBeInstanceOf(UnreadableError);
      }),
      { examples: [[[{ toString: null }]]] },
    );
  });
});

describe('what the scan CLI and the queues are handed', () => {
  it('an accounts file is a list of accounts, or is refused by name', () => {
    const account = {
      id: '111122223333',
      name: 'prod',
      roleArn: 'arn:aws:iam::111122223333:role/CloudFindingsReadOnly',
      externalId: 'what-the-role-asks-for',
      regions: ['us-east-1'],
    };
    fc.assert(
      fc.property(
        fc.oneof(
          nearValid([account]).map((file) => JSON.stringify(file) ?? ''),
          fc.string(),
        ),
        (text) => {
          outcomeOf(() => parseAccountsFile(text, 'accounts.json'), CliError);
        },
      ),
      { numRuns: 300 },
    );
  });

  it.each([
    [
      'the scan queue',
      scanQueueSchema,
      { runId: '3f0c6f5e-0000-4000-8000-000000000001', accountId: '111122223333', scopes: ['global'] },
    ],
    [
      'Jira, of an issue',
      issueEventSchema,
      {
        eventType: 'avi:jira:updated:issue',
        issue: { id: '10001', key: 'PAY-1', fields: { status: { statusCategory: { key: 'done' } } } },
        changelog: { items: [{ field: 'status' }] },
      },
    ],
  ])('an event of %s is one, or is none', (_, schema, sample) => {
    expect(schema.safeParse(sample).success).toBe(true);
    fc.assert(
      fc.property(nearValid(sample), (event) => {
        const parsed = schema.safeParse(event);
        if (!parsed.success) expect(parsed.error.issues).not.toEqual([]);
        expect({}).not.toHaveProperty('polluted');
      }),
      { numRuns: 300 },
    );
  });
});
