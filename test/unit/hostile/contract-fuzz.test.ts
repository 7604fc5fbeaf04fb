import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adminPageRequests } from '../../../src/contract/admin-page';
import { scanEventSchema, ticketEventSchema } from '../../../src/contract/events';
import { globalPageRequests } from '../../../src/contract/global-page';
import { issuePanelRequests } from '../../../src/contract/issue-panel';
import { projectPageRequests } from '../../../src/contract/project-page';

const BOUNDARIES = Object.entries({
  ...Object.fromEntries(Object.entries(adminPageRequests).map(([name, schema]) => [`admin ${name}`, schema])),
  ...Object.fromEntries(
    Object.entries(globalPageRequests).map(([name, schema]) => [`global ${name}`, schema]),
  ),
  ...Object.fromEntries(
    Object.entries(projectPageRequests).map(([name, schema]) => [`project ${name}`, schema]),
  ),
  ...Object.fromEntries(
    Object.entries(issuePanelRequests).map(([name, schema]) => [`panel ${name}`, schema]),
  ),
  scanEvent: scanEventSchema,
  ticketEvent: ticketEventSchema,
});

const FIELDS = [
  'account',
  'accountId',
  'id',
  'ids',
  'search',
  'ruleId',
  'runId',
  'rollout',
  'states',
  'page',
];
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom("' OR 1=1 --", '%_\\', '\0', '\uD800', '<script>', 'a'.repeat(100_000)),
);
const value = fc.oneof(fc.jsonValue(), text, fc.array(text, { maxLength: 5 }));
const key = fc.oneof(fc.constantFrom(...FIELDS, 'constructor', '__proto__'), fc.string());
const payload = fc.oneof(
  value,
  fc
    .array(fc.tuple(key, value), { maxLength: 8 })
    .map((entries) => JSON.parse(JSON.stringify(Object.fromEntries(entries)))),
  fc.constant(JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}')),
);

describe('what pages and queues send', () => {
  it.each(BOUNDARIES)(
    '%s: anything is taken, the same when parsed again, or refused by name',
    (_, schema) => {
      fc.assert(
        fc.property(payload, (sent) => {
          const parsed = schema.safeParse(sent);
          if (parsed.success) expect(schema.parse(parsed.data)).toEqual(parsed.data);
          else for (const issue of parsed.error.issues) expect(issue.message).not.toBe('');
          expect({}).not.toHaveProperty('polluted');
        }),
        { numRuns: 60 },
      );
    },
  );
});
