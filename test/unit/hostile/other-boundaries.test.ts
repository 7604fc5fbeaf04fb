import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { toUnreadable } from '../../../src/aws/errors';
import { cloudFrontReaders } from '../../../src/aws/resources/cloudfront';
import { parseReport } from '../../../src/aws/resources/credential-report';
import { parseCsv } from '../../../src/aws/resources/csv';
import { parsePolicy } from '../../../src/aws/resources/policy';
import { decodeUserData } from '../../../src/aws/resources/user-data/decode';
import { AwsSession } from '../../../src/aws/session';
import { Source } from '../../../src/aws/source';
import { parseAccountsFile } from '../../../src/cli/accounts-file';
import { CliError } from '../../../src/cli/cli-error';
import type { Json } from '../../../src/domain/json';
import { Refusal } from '../../../src/entrypoints/resolvers/refusal';
import { acceptedParameters } from '../../../src/entrypoints/resolvers/rule-settings';
import { type Distribution, distribution } from '../../../src/rules/cloudfront/resources';
import { catalogue } from '../../../src/rules/index';
import { judgePublicPolicy } from '../../../src/rules/policy/judge-public-policy';
import { UnreadableError } from '../../../src/scan/evaluate/unreadable';
import { problemWithDefault } from '../../../src/tickets/field-default';
import { FIELD_KINDS, type FieldKind } from '../../../src/tickets/ports';
import { nearValid } from '../../fixtures/near-valid';

/** What else comes from outside: AWS documents that are parsed by hand, the file of the scan CLI, settings of rules and fields. */

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
    const alice = 'alice,arn:aws:iam::111122223333:user/alice,,true,,,false,true,,,false,,';
    fc.assert(
      fc.property(fc.array(line, { maxLength: 5 }), fc.boolean(), fc.nat(5), (lines, isReport, at) => {
        const text = [...(isReport ? [header] : []), ...lines.toSpliced(at, 0, alice)].join('\n');
        const report = outcomeOf(() => parseReport(text, source), UnreadableError);
        for (const row of report?.items ?? [])
          expect(Object.values(row).every((value) => typeof value === 'string')).toBe(true);
        // Every line but the first is a row, or the report says that some are missing; what others wrote hides nobody.
        if (report?.failure === null)
          expect(report.items).toHaveLength(text.split(/\r?\n/).filter((each) => each !== '').length - 1);
        if (isReport) expect(report?.items.map(({ user }) => user)).toContain('alice');
        expect((parseCsv(text) ?? []).flat().every((value) => typeof value === 'string')).toBe(true);
      }),
    );
  });

  it('CSV is read to its last cell, or not at all', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r') });
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 2 }), { minLength: 1 }), cell, (rows, odd) => {
        const text = rows.map((row) => row.map(quoted).join(',')).join('\n');
        expect(parseCsv(text)).toEqual(rows);
        expect(parseCsv(`${text},a"${odd}`)).toBeNull();
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

  it('the origin of a distribution is missing only where S3 says 404 of it', async () => {
    const answered = { $metadata: { httpStatusCode: 404 } };
    const cause = fc.oneof(
      nearValid(answered),
      fc.constantFrom(301, 400, 403, 404, 500).map((httpStatusCode) => ({ $metadata: { httpStatusCode } })),
    );
    await fc.assert(
      fc.asyncProperty(cause, async (said) => {
        const error = new UnreadableError({
          operation: 's3:HeadBucket',
          region: 'eu-west-1',
          reason: 'error',
          message: 'No',
          cause: said,
        });
        const missing = (await distributionRefused(error)).missingBuckets();
        const status = statusSchema.safeParse(said).data?.$metadata.httpStatusCode ?? 0;
        if (status === 404) expect(await missing).toEqual(['gone']);
        else if ([301, 400, 403].includes(status)) expect(await missing).toEqual([]);
        else await expect(missing).rejects.toBe(error);
        expect({}).not.toHaveProperty('polluted');
      }),
    );
  });
});

const statusSchema = z.object({ $metadata: z.object({ httpStatusCode: z.number() }) });

/** A distribution whose origin is a bucket of nobody in this account, of which S3 answers that error. */
async function distributionRefused(error: UnreadableError): Promise<Distribution> {
  const listed = {
    Id: 'E1',
    ARN: 'arn:aws:cloudfront::111122223333:distribution/E1',
    Origins: { Quantity: 1, Items: [{ Id: 'o', DomainName: 'gone.s3.eu-west-1.amazonaws.com' }] },
  };
  const session = new AwsSession({
    accountId: '111122223333',
    partition: 'aws',
    scope: 'global',
    credentials: { accessKeyId: 'ASIATESTTESTTESTTEST', secretAccessKey: 'secret', sessionToken: 'token' },
  });
  Object.defineProperty(session, 'clients', {
    value: {
      global: () => ({ send: async () => ({ DistributionList: { Quantity: 1, Items: [listed] } }) }),
      s3In: () => ({ send: () => Promise.reject(error) }),
    },
  });
  const listing = await cloudFrontReaders(session, { bucketNamed: async () => null })[distribution.key]?.();
  // The reader of distributions makes these.
  const [found] = (listing?.resources ?? []) as Distribution[];
  if (found === undefined) throw new Error('There is no distribution');
  return found;
}

describe('what the scan CLI is handed', () => {
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
});

describe('what admins set', () => {
  const parametersSchema = z.record(z.string(), z.unknown());

  it.each(catalogue.map((rule) => [rule.id, rule] as const))(
    'parameters of %s are what the rule takes, or are refused by name',
    (_, rule) => {
      const defaults = parametersSchema.parse(rule.parameters.parse({}));
      expect(acceptedParameters(rule, defaults)).toEqual(defaults);
      fc.assert(
        fc.property(nearValid(defaults), (sent) => {
          const parameters = parametersSchema.safeParse(sent);
          if (!parameters.success) return;
          const accepted = outcomeOf(() => acceptedParameters(rule, parameters.data), Refusal);
          if (accepted !== null) expect(rule.parameters.parse(accepted)).toEqual(accepted);
        }),
        { numRuns: 60 },
      );
    },
  );

  const RIGHT: Record<FieldKind, Json> = {
    text: 'Cloud',
    number: 7,
    date: '2026-11-24',
    option: { id: '1' },
    options: [{ id: '1' }, { id: '2' }],
    user: { accountId: '5b10a2844c20165700ede21g' },
    labels: ['cloud'],
    other: { any: 'thing' },
  };
  const options = [
    { id: '1', name: 'A' },
    { id: '2', name: 'B' },
  ];

  it.each(FIELD_KINDS)('the default of a field for %s is one, or what is wrong is said', (kind) => {
    const field = { id: 'customfield_1', name: 'Team', required: true, hasDefault: false, kind, options };
    expect(problemWithDefault(field, RIGHT[kind])).toBeNull();
    fc.assert(
      fc.property(nearValid(RIGHT[kind]), (value) => {
        // As it comes from a page.
        const sent = z.json().safeParse(value);
        if (!sent.success) return;
        const problem = problemWithDefault(field, sent.data);
        expect(problem === null || /^\w+ \w+/.test(problem)).toBe(true);
        if (problem === null && kind === 'option')
          expect(options.map(({ id }) => id)).toContain(idOf(sent.data));
        if (sent.data === null) expect(problem).not.toBeNull();
        expect({}).not.toHaveProperty('polluted');
      }),
      { numRuns: 300 },
    );
  });

  const idOf = (value: Json): unknown =>
    typeof value === 'object' && value !== null ? Reflect.get(value, 'id') : undefined;
});
