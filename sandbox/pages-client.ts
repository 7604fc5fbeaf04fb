import { z } from 'zod';
import type { AdminPageResponses, adminPageRequests } from '../src/contract/admin-page';
import type { GlobalPageResponses, globalPageRequests } from '../src/contract/global-page';
import type { ForgePart } from './http/parts';

/** A refusal by one of the app's own resolvers; the message is the app's, with the fields that it names. */
export class ResolverRefused extends Error {
  override readonly name = 'ResolverRefused';
}

type Call<Requests, Responses> = <Name extends keyof Requests & keyof Responses & string>(
  name: Name,
  payload: unknown,
) => Promise<Responses[Name]>;

export type AdminCall = Call<typeof adminPageRequests, AdminPageResponses>;
export type GlobalCall = Call<typeof globalPageRequests, GlobalPageResponses>;

/** Calls the resolvers of the admin page and of the global page as one person, as their pages would. */
export function pagesClient(forge: ForgePart, accountId: string): { admin: AdminCall; global: GlobalCall } {
  return {
    admin: (name, payload) =>
      call(forge, { moduleKey: 'findings-admin-page', type: 'jira:adminPage', accountId }, name, payload),
    global: (name, payload) =>
      call(forge, { moduleKey: 'findings-global-page', type: 'jira:globalPage', accountId }, name, payload),
  };
}

async function call<T>(
  forge: ForgePart,
  page: { moduleKey: string; type: string; accountId: string },
  functionKey: string,
  payload: unknown,
): Promise<T> {
  const answer = answerSchema<T>().parse(
    await forge.invokeResolver({
      moduleKey: page.moduleKey,
      functionKey,
      payload,
      accountId: page.accountId,
      extension: { type: page.type },
    }),
  );
  if (answer.ok) return answer.value;
  const fields = Object.entries(answer.error.fields ?? {}).map(([field, problem]) => `${field} ${problem}`);
  throw new ResolverRefused(
    `${functionKey}: ${answer.error.message}${fields.length === 0 ? '' : ` (${fields.join('; ')})`}`,
  );
}

/** The envelope is checked; what is in it is typed by the contract, as for the pages. */
const answerSchema = <T>() =>
  z.discriminatedUnion('ok', [
    z.object({ ok: z.literal(true), value: z.custom<T>() }),
    z.object({
      ok: z.literal(false),
      error: z.object({ message: z.string(), fields: z.record(z.string(), z.string()).optional() }),
    }),
  ]);
