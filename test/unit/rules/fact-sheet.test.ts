import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseCsv } from '../../../src/aws/resources/csv';
import { catalogue } from '../../../src/rules/index';
import { parametersOf } from '../../../src/rules/parameters';

const FACT_SHEET = join(import.meta.dirname, '../../../../shared/rules.csv');

/** Where the fact sheet is wrong, or where a field of ours means something else; each with why. */
const DEVIATIONS: Record<string, { field: 'resource_type' | 'scope' | 'parameters'; why: string }[]> = {
  'iam-password-policy-length': [
    { field: 'resource_type', why: 'the policy is of the account, not of a user' },
  ],
  'cloudtrail-multi-region': [
    { field: 'resource_type', why: 'the account lacks a trail: there may be none to name' },
  ],
};

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
  const [header = [], ...lines] = parseCsv(text);
  return lines.map((cells) => Object.fromEntries(header.map((name, column) => [name, cells[column] ?? ''])));
}

const skipped = existsSync(FACT_SHEET) ? '' : ' (skipped: ../shared is not here)';

describe.skipIf(!existsSync(FACT_SHEET))(`the fact sheet in ../shared/rules.csv${skipped}`, () => {
  const rows = existsSync(FACT_SHEET) ? rowsOf(readFileSync(FACT_SHEET, 'utf8')) : [];

  it('and the catalogue name the same rules', () => {
    expect(catalogue.map(({ id }) => id).sort()).toEqual(rows.map((row) => row['rule_id']).sort());
  });

  it.each(rows.map((row) => [row['rule_id'] ?? '', row] as const))(
    'says of %s what the rule says',
    (id, row) => {
      const rule = catalogue.find((candidate) => candidate.id === id);
      const deviating = new Set((DEVIATIONS[id] ?? []).map(({ field }) => field));
      expect(rule).toMatchObject({
        title: row['title'],
        service: row['service'],
        severity: row['severity'],
        pillar: row['pillar'],
      });
      expect([...(rule?.references.cis ?? [])].sort()).toEqual(controlsOf(row['cis']).sort());
      expect([...(rule?.references.fsbp ?? [])].sort()).toEqual(list(row['fsbp']).sort());
      if (!deviating.has('resource_type')) expect(rule?.resource.type).toBe(row['resource_type']);
      if (!deviating.has('scope')) expect(rule?.resource.scope).toBe(row['scope']);
      if (!deviating.has('parameters') && rule !== undefined) {
        const names = [...(row['parameters'] ?? '').matchAll(/([a-z_]+)=/g)].map(([, name]) => name);
        expect(parametersOf(rule).map(({ name }) => name)).toEqual(expect.arrayContaining(names));
      }
    },
  );
});
