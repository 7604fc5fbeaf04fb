import { existsSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/domain/json';
import { consoleUrl } from '../../../src/rules/console-links';
import { catalogue } from '../../../src/rules/index';
import { codeBlock, link, oneLine, text } from '../../../src/tickets/adf';
import { closingComment, commentDocument, reopeningComment } from '../../../src/tickets/comment-texts';
import {
  type DescriptionInput,
  descriptionOf,
  labelsOf,
  MAX_SUMMARY,
  type RuleText,
  ruleTextOf,
  summaryOf,
} from '../../../src/tickets/description';
import { textOf } from './support/fake-jira';
import { finding } from './support/findings';

/** Atlassian's own description of a document; Atlaskit brings it along. */
const schemaFile = 'node_modules/@atlaskit/adf-schema/dist/json-schema/v1/full.json';
const withSchema = existsSync(schemaFile) ? describe : describe.skip;

const rule: RuleText = {
  title: 'S3 buckets are not readable by everyone',
  resourceLabel: 'S3 bucket',
  guidance: {
    why: 'Anyone on the internet can list and read the objects.',
    console: ['Open the bucket.', 'Choose Permissions.', 'Turn on Block all public access.'],
    cli: ({ resourceId }) =>
      `aws s3api put-public-access-block \\\n  --bucket ${resourceId} \\\n  --public-access-block-configuration BlockPublicAcls=true`,
    terraform: () => 'resource "aws_s3_bucket_public_access_block" "this" {}',
    before: 'Look for web sites that are served from the bucket.',
    links: [
      {
        title: 'Blocking public access',
        url: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/x.html',
      },
    ],
  },
  references: { cis: ['7.0:3.1.4'], fsbp: ['S3.8'] },
};

function input(more: Partial<DescriptionInput> = {}): DescriptionInput {
  return {
    finding: finding({ resourceId: 'acme-invoices', resourceArn: 'arn:aws:s3:::acme-invoices' }),
    accountName: 'payments-prod',
    rule,
    consoleUrl: 'https://s3.console.aws.amazon.com/s3/buckets/acme-invoices',
    ...more,
  };
}

describe('the summary', () => {
  it('says what is wrong with what, and where', () => {
    expect(summaryOf(input())).toBe(
      'The bucket policy lets everyone read objects: acme-invoices (payments-prod, eu-central-1)',
    );
    const iam = finding({ region: 'global', resourceId: 'root' });
    expect(summaryOf(input({ finding: iam }))).toMatch(/: root \(payments-prod\)$/);
  });

  it('keeps what and where readable when the resource has a very long name', () => {
    const long = finding({ resourceId: 'x'.repeat(1000) });
    const summary = summaryOf(input({ finding: long }));
    expect(summary).toMatch(
      /^The bucket policy lets everyone read objects: x+… \(payments-prod, eu-central-1\)$/,
    );
    expect(summary.length).toBeLessThanOrEqual(MAX_SUMMARY);
  });
});

describe('the description', () => {
  it('says what, where, why, how to fix it and since when', () => {
    const said = textOf(descriptionOf(input()));
    for (const part of [
      'The bucket policy lets everyone read objects.',
      'AWS account: payments-prod (111122223333)',
      'Region: eu-central-1',
      'S3 bucket: acme-invoices',
      'ARN: arn:aws:s3:::acme-invoices',
      'Open the resource',
      'Anyone on the internet',
      'Turn on Block all public access.',
      '--bucket acme-invoices \\\n',
      'Blocking public access',
      'CIS AWS Foundations Benchmark 7.0:3.1.4',
      'AWS Security Hub S3.8',
      'First seen: 2026-11-22 21:05 UTC',
    ]) {
      expect(said).toContain(part);
    }
  });

  it('does without the guidance of a rule that is no longer there', () => {
    const said = textOf(descriptionOf(input({ rule: null, consoleUrl: null })));
    expect(said).toContain('Rule: s3-bucket-public-read');
    expect(said).not.toContain('How to fix it');
  });
});

describe('text from outside', () => {
  it('has what cannot be seen written out and is cut where that can be seen', () => {
    expect(text('a\u0000b\u202Ec\u{1F600}d\uD800')).toEqual({
      type: 'text',
      text: 'a[U+0000]b[U+202E]c\u{1F600}d[U+D800]',
    });
    expect(text('\t \n')).toBeNull();
    expect(oneLine('  two\r\nlines\tof   text ', 50)).toBe('two lines of text');
    expect(oneLine('x'.repeat(50), 10)).toBe(`${'x'.repeat(9)}…`);
    expect(oneLine(`${'x'.repeat(8)}\u{1F600}yz`, 10)).toBe(`${'x'.repeat(8)}…`);
  });

  it('keeps the lines of code', () => {
    expect(codeBlock('a\r\n\tb\u0000\n', 'shell')).toMatchObject({ content: [{ text: 'a\n  b[U+0000]' }] });
  });

  it('links to web addresses only', () => {
    expect(link('x', 'https://aws.amazon.com/')).toHaveProperty('marks');
    expect(link('x', 'javascript:alert(1)')).toEqual({ type: 'text', text: 'x' });
    expect(link('x', 'no address')).toEqual({ type: 'text', text: 'x' });
  });

  it('makes labels without spaces', () => {
    expect(labelsOf({ accountId: '111122223333', ruleId: 'odd rule id' })).toEqual([
      'cloud-finding',
      'aws-111122223333',
      'odd-rule-id',
    ]);
  });
});

withSchema('whatever the values are, Jira takes the document', () => {
  const { $schema: _, ...schema } = JSON.parse(readFileSync(schemaFile, 'utf8'));
  const isDocument = new Ajv({ strict: false, allErrors: false }).compile(schema);

  const hostile = fc.oneof(
    fc.constantFrom(
      '',
      ' ',
      '\u0000\u0007\u001b[31m',
      '\uD800',
      '\u202Egnp.exe',
      '<script>alert(1)</script>',
      '{"type":"doc"}',
      '*_~`[x](javascript:y)',
      '\u{1F468}\u200D\u{1F469}\u200D\u{1F467}',
      'x'.repeat(40_000),
      '\n\n\n',
    ),
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.string({ unit: 'grapheme', maxLength: 300 }),
  );
  const anyInput = fc
    .record({
      a: hostile,
      b: hostile,
      c: hostile,
      d: hostile,
      e: hostile,
      f: hostile,
      g: hostile,
      h: hostile,
    })
    .map(({ a, b, c, d, e, f, g, h }) =>
      input({
        finding: finding({
          resourceId: a,
          resourceArn: b,
          resourceName: c,
          message: d,
          region: e,
          ruleId: f,
        }),
        accountName: g,
        consoleUrl: h,
        rule: {
          ...rule,
          title: h,
          resourceLabel: a,
          guidance: {
            ...rule.guidance,
            why: b,
            before: c,
            console: [d, e],
            cli: () => f,
            links: [{ title: g, url: h }],
          },
          references: { cis: [a], fsbp: [] },
        },
      }),
    );

  it('description', () => {
    fc.assert(
      fc.property(anyInput, (each) => {
        const document = descriptionOf(each);
        expect(isDocument(document), JSON.stringify(isDocument.errors?.[0])).toBe(true);
        expect(emptyTexts(document)).toEqual([]);
        // Jira refuses a text field over 32,767 characters.
        expect(JSON.stringify(document).length).toBeLessThanOrEqual(32_767);
      }),
    );
  });

  it.each(catalogue.map((each) => [each.id, each] as const))('description of %s', (_, each) => {
    const subject = finding({ ruleId: each.id });
    const document = descriptionOf({
      finding: subject,
      accountName: 'payments-prod',
      rule: ruleTextOf(each),
      consoleUrl: consoleUrl(each.resource, subject),
    });
    expect(isDocument(document), JSON.stringify(isDocument.errors?.[0])).toBe(true);
    const said = textOf(document);
    expect(said).toContain('With the AWS CLI');
    expect(said).not.toContain('The rest of the guidance');
  });

  it('comments', () => {
    fc.assert(
      fc.property(anyInput, ({ finding: each }) => {
        for (const comment of [closingComment(each), reopeningComment(each)]) {
          expect(isDocument(commentDocument(comment))).toBe(true);
        }
      }),
    );
  });

  it('summary: one line that is never empty', () => {
    fc.assert(
      fc.property(anyInput, (each) => {
        const summary = summaryOf(each);
        expect(summary).toMatch(/^[^\n\r]+$/);
        expect(summary.length).toBeLessThanOrEqual(MAX_SUMMARY);
        expect(summary).toBe(summary.trim());
      }),
    );
  });
});

function emptyTexts(node: JsonObject): JsonObject[] {
  const own =
    node['type'] === 'text' && typeof node['text'] === 'string' && node['text'].trim() === '' ? [node] : [];
  const content = Array.isArray(node['content']) ? node['content'] : [];
  return [
    ...own,
    ...content.flatMap((child) =>
      typeof child === 'object' && child !== null && !Array.isArray(child) ? emptyTexts(child) : [],
    ),
  ];
}
