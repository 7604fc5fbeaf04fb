import { randomUUID } from 'node:crypto';
import Resolver from '@forge/resolver';
import { z } from 'zod';
import type { Answer } from '../../contract/answer';
import { correlated } from '../../log/correlated';
import { logFailure } from '../../log/log';
import { ensureSchema, SchemaNotReadyError } from '../../storage/migrate';
import { SettingsTooLargeError } from '../../storage/settings';
import { StoredDataError } from '../../storage/stored-data';
import { Refusal } from './refusal';

/** What Forge vouches for about a call: who it is and where the page stands. Never taken from the payload. */
const contextSchema = z.looseObject({
  accountId: z.string().optional(),
  extension: z
    .looseObject({
      issue: z.looseObject({ id: z.string() }).optional(),
      project: z.looseObject({ id: z.string(), key: z.string() }).optional(),
    })
    .default({}),
});

export interface Caller {
  accountId: string;
  issueId: string | null;
  project: { id: string; key: string } | null;
}

type Requests<Name extends string> = Record<Name, z.ZodType>;

/** One function per request of the page's contract. `Place` is what `authorise` lets the caller act on. */
type Handlers<R extends Requests<string>, Responses extends Record<keyof R, unknown>, Place> = {
  [Name in keyof R]: (input: z.output<R[Name]>, place: Place, caller: Caller) => Promise<Responses[Name]>;
};

function callerOf(context: unknown): Caller {
  const { accountId, extension } = contextSchema.parse(context);
  if (accountId === undefined) throw new Refusal('forbidden', 'Log in to Jira to see cloud findings.');
  const { issue, project } = extension;
  return {
    accountId,
    issueId: issue?.id ?? null,
    project: project === undefined ? null : { id: project.id, key: project.key },
  };
}

/** zod's complaints, by the dotted path of the field; a form shows them where they belong. */
function invalidInput(error: z.ZodError): Refusal {
  const fields: Record<string, string> = {};
  for (const issue of error.issues) fields[issue.path.join('.')] ??= issue.message;
  const [first] = Object.entries(fields);
  const where = first === undefined || first[0] === '' ? '' : `${first[0]}: `;
  return new Refusal('invalid', `The input was not accepted. ${where}${first?.[1] ?? ''}`.trim(), fields);
}

function answerTo(error: unknown, functionKey: string): Answer<never> {
  if (error instanceof Refusal) {
    const { code, message, fields } = error;
    return { ok: false, error: { code, message, ...(fields === undefined ? {} : { fields }) } };
  }
  if (error instanceof SettingsTooLargeError)
    return { ok: false, error: { code: 'invalid', message: error.message } };
  logFailure(functionKey, error);
  if (error instanceof StoredDataError || error instanceof SchemaNotReadyError)
    return { ok: false, error: { code: 'failed', message: error.message } };
  return {
    ok: false,
    error: {
      code: 'failed',
      message: 'Something went wrong on our side. It is in the app’s logs; try again in a minute.',
    },
  };
}

/** What one page answers, to be put into a resolver. */
export type Page = (resolver: Resolver) => void;

/** The handler of a module in manifest.yml that answers the requests of these pages. */
export function resolverOf(...pages: readonly Page[]) {
  const resolver = new Resolver();
  for (const page of pages) page(resolver);
  return resolver.getDefinitions();
}

/**
 * What one page answers. Every call is checked in this order: who calls and where (`authorise`, on the server), then
 * the input (the contract's schema), then the use case. What goes wrong becomes an Answer; nothing is thrown at Forge.
 */
export function definePage<
  R extends Requests<Extract<keyof R, string>>,
  Responses extends Record<keyof R, unknown>,
  Place,
>(page: {
  requests: R;
  authorise: (caller: Caller) => Promise<Place>;
  handlers: Handlers<R, Responses, Place>;
  /** Before the names of its requests, where another page has some of the same. */
  prefix?: string;
}): Page {
  const define = <Name extends keyof R & string>(resolver: Resolver, name: Name): void => {
    const schema: R[Name] = page.requests[name];
    const handle = page.handlers[name];
    const functionKey = `${page.prefix ?? ''}${name}`;
    const answer = async (payload: unknown, context: unknown): Promise<Answer<unknown>> => {
      try {
        await ensureSchema();
        const caller = callerOf(context);
        const place = await page.authorise(caller);
        const input = schema.safeParse(payload);
        if (!input.success) throw invalidInput(input.error);
        return { ok: true, value: await handle(input.data, place, caller) };
      } catch (error) {
        return answerTo(error, functionKey);
      }
    };
    resolver.define(functionKey, ({ payload, context }) =>
      correlated(randomUUID(), functionKey, () => answer(payload, context)),
    );
  };
  return (resolver) => {
    for (const name in page.requests) define(resolver, name);
  };
}
