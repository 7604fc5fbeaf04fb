import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { type Caller, definePage, resolverOf } from '../../../src/entrypoints/resolvers/page-resolver';
import { nearValid } from '../../fixtures/near-valid';
import { type ForgeStorage, startForgeStorage } from '../storage/support/forge-storage';

/** Says for whom and where it was called. */
const resolver = resolverOf(
  definePage<{ who: z.ZodObject }, { who: unknown }, Caller>({
    requests: { who: z.object({}) },
    authorise: async (caller) => caller,
    handlers: { who: async (_, caller) => caller },
  }),
);

const PLACE = { extension: { issue: { id: '10001' }, project: { id: '10000', key: 'PAY' }, type: 'x' } };
const PRINCIPAL = { accountId: '5b10a2844c20165700ede21g' };

const answerSchema = z.union([
  z.object({
    ok: z.literal(true),
    value: z.strictObject({
      accountId: z.string(),
      issueId: z.string().nullable(),
      project: z.strictObject({ id: z.string(), key: z.string() }).nullable(),
    }),
  }),
  z.object({
    ok: z.literal(false),
    error: z.object({ code: z.enum(['forbidden', 'failed']), message: z.string().min(10) }),
  }),
]);

const ask = async (context: unknown, principal: unknown) =>
  answerSchema.parse(
    await Reflect.apply(resolver, undefined, [
      { call: { functionKey: 'who', payload: {} }, context },
      { principal },
    ]),
  );

/** The text at that place; undefined where there is none. */
const at = (value: unknown, ...path: string[]): unknown =>
  path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );

let forge: ForgeStorage;
beforeAll(async () => {
  forge = await startForgeStorage('context');
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterAll(async () => {
  vi.restoreAllMocks();
  await forge.close();
});

describe('who calls and where', () => {
  it('is taken from what Forge vouches for', async () => {
    expect(await ask(PLACE, PRINCIPAL)).toEqual({
      ok: true,
      value: { ...PRINCIPAL, issueId: '10001', project: { id: '10000', key: 'PAY' } },
    });
  });

  it('is nobody where it is malformed, and never somebody or somewhere else', async () => {
    await fc.assert(
      fc.asyncProperty(nearValid(PLACE), nearValid(PRINCIPAL), async (context, principal) => {
        const answer = await ask(context, principal);
        if (answer.ok) {
          const { accountId, issueId, project } = answer.value;
          expect(accountId).toBe(at(principal, 'accountId'));
          expect(issueId).toBe(at(context, 'extension', 'issue', 'id') ?? null);
          expect(project?.id).toBe(at(context, 'extension', 'project', 'id'));
          expect(project?.key).toBe(at(context, 'extension', 'project', 'key'));
        }
        expect({}).not.toHaveProperty('polluted');
      }),
      { numRuns: 500 },
    );
  });
});
