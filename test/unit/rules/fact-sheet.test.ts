import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseCsv } from '../../../src/aws/resources/csv';
import type { Rule } from '../../../src/rules/define';
import { catalogue } from '../../../src/rules/index';
import { parametersOf } from '../../../src/rules/parameters';

const FACT_SHEET = join(import.meta.dirname, '../../../../shared/rules.csv');

type Field = 'title' | 'severity' | 'pillar' | 'resource_type' | 'scope' | 'cis' | 'fsbp' | 'parameters';

/** Where the fact sheet is wrong, or where a field of ours means something else; each with why. */
const DEVIATIONS: Record<string, { field: Field; why: string }[]> = {
  'iam-password-policy-length': [
    { field: 'resource_type', why: 'the policy is of the account, not of a user' },
  ],
  'iam-password-policy-reuse': [
    { field: 'resource_type', why: 'the policy is of the account, not of a user' },
  ],
  'iam-support-role': [
    { field: 'resource_type', why: 'the account lacks a principal that may: there is none to name' },
  ],
  'cloudtrail-multi-region': [
    { field: 'resource_type', why: 'the account lacks a trail: there may be none to name' },
    {
      field: 'parameters',
      why: 'what a trail leaves out (KMS, the RDS Data API) is an accepted habit in places',
    },
  ],
  'cloudtrail-s3-write-events': [
    { field: 'resource_type', why: 'the account lacks a trail that does: any one of several may' },
  ],
  'cloudtrail-s3-read-events': [
    { field: 'resource_type', why: 'the account lacks a trail that does: any one of several may' },
  ],
  'lambda-function-runtime': [
    { field: 'parameters', why: 'a list that is built in can be added to, and has to be taken from too' },
  ],
  'lambda-function-url-public': [
    { field: 'resource_type', why: 'a URL has no ARN of its own; the finding is of its function' },
  ],
  'efs-policy-public': [
    {
      field: 'parameters',
      why: 'a file system without a policy admits every client that reaches it: whether that fails is asked',
    },
  ],
};

/** Defaults that the fact sheet describes in words. */
const IN_WORDS = ['built-in', 'from API', 'TLS 1.2+ families'];

const list = (cell: string | undefined) =>
  (cell ?? '')
    .split(/[;,]/)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');

/** `7.0:6.3,6.4; 5.0:5.3` as `7.0:6.3`, `7.0:6.4`, `5.0:5.3`. */
function controlsOf(cell: string | undefined): string[] {
  return (cell ?? '').split(';').flatMap((version) => {
    const [name, controls] = version.trim().split(':');
    return list(controls).map((control) => `${name}:${control}`);
  });
}

function rowsOf(text: string): Record<string, string>[] {
  const [header = [], ...lines] = parseCsv(text) ?? [];
  return lines.map((cells) => Object.fromEntries(header.map((name, column) => [name, cells[column] ?? ''])));
}

const skipped = existsSync(FACT_SHEET) ? '' : ' (skipped: ../shared is not here)';

describe.skipIf(!existsSync(FACT_SHEET))(`the fact sheet in ../shared/rules.csv${skipped}`, () => {
  const rows = existsSync(FACT_SHEET) ? rowsOf(readFileSync(FACT_SHEET, 'utf8')) : [];

  it('and the catalogue name the same rules', () => {
    expect(catalogue.map(({ id }) => id).sort()).toEqual(rows.map((row) => row['rule_id']).sort());
  });

  it.each(rows.map((row) => [row['rule_id'] ?? '', row] as const))(
    'says of %s what the rule says, but for the deviations that have a reason',
    (id, row) => {
      const rule = catalogue.find((candidate) => candidate.id === id);
      if (rule === undefined) throw new Error(`The catalogue has no ${id}`);
      const deviating = new Set((DEVIATIONS[id] ?? []).map(({ field }) => field));
      const [ours, sheet] = [fieldsOf(rule), sheetOf(row)];
      expect(rule.service).toBe(row['service']);
      for (const field of FIELDS) {
        if (deviating.has(field)) expect({ field, is: ours[field] }).not.toEqual({ field, is: sheet[field] });
        else expect({ field, is: ours[field] }).toEqual({ field, is: sheet[field] });
      }
    },
  );

  it('deviates from nothing that it does not have', () => {
    const ids = catalogue.map(({ id }) => id);
    expect(Object.keys(DEVIATIONS).filter((id) => !ids.includes(id))).toEqual([]);
  });
});

const FIELDS = [
  'title',
  'severity',
  'pillar',
  'resource_type',
  'scope',
  'cis',
  'fsbp',
  'parameters',
] as const;

function fieldsOf(rule: Rule): Record<Field, unknown> {
  const { title, severity, pillar, resource, references } = rule;
  return {
    title,
    severity,
    pillar,
    resource_type: resource.type,
    scope: resource.scope,
    cis: [...(references.cis ?? [])].sort(),
    fsbp: [...(references.fsbp ?? [])].sort(),
    parameters: Object.fromEntries(parametersOf(rule).map(({ name, default: value }) => [name, value])),
  };
}

function sheetOf(row: Record<string, string>): Record<Field, unknown> {
  return {
    title: row['title'],
    severity: row['severity'],
    pillar: row['pillar'],
    resource_type: row['resource_type'],
    scope: row['scope'],
    cis: controlsOf(row['cis']).sort(),
    fsbp: list(row['fsbp']).sort(),
    parameters: Object.fromEntries(
      (row['parameters'] ?? '')
        .split(';')
        .map((parameter) => parameter.trim().split('='))
        .filter(([name]) => name !== '')
        .map(([name, value]) => [name, asIn(value ?? '')]),
    ),
  };
}

/** The sheet writes numbers, words and lists alike as text. */
function asIn(value: string): unknown {
  if (IN_WORDS.includes(value)) return expect.anything();
  return { asymmetricMatch: (ours: unknown) => textOf(ours) === value, toString: () => value };
}

const textOf = (value: unknown) =>
  Array.isArray(value) ? (value.length === 0 ? '[]' : value.join(',')) : String(value);
