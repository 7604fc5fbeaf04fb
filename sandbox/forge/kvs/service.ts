import { z } from 'zod';
import { json, refusal } from '../answer';
import type { PlatformLimits } from '../limits';
import type { PlainResponse } from '../runtime/messages';
import type { KvsEntry, KvsStore } from './store';

const metadataSchema = z.object({ metadataFields: z.array(z.string()).default([]) }).optional();
const keyed = z.strictObject({ key: z.string(), options: metadataSchema });
const setSchema = z.strictObject({
  key: z.string(),
  value: z.unknown(),
  options: z
    .strictObject({
      keyPolicy: z.enum(['OVERRIDE', 'FAIL_IF_EXISTS']).optional(),
      returnValue: z.enum(['PREVIOUS', 'LATEST']).optional(),
      returnMetadataFields: z.array(z.string()).optional(),
    })
    .optional(),
});
const querySchema = z.strictObject({
  limit: z.number().int().min(1).optional(),
  after: z.string().optional(),
  where: z
    .array(
      z.strictObject({
        property: z.literal('key'),
        condition: z.literal('BEGINS_WITH'),
        values: z.array(z.string()).length(1),
      }),
    )
    .max(1)
    .optional(),
  options: metadataSchema,
});
const transactionSchema = z.strictObject({
  set: z.array(z.strictObject({ key: z.string(), value: z.unknown() })).default([]),
  delete: z.array(z.strictObject({ key: z.string() })).default([]),
});

type SetRequest = z.infer<typeof setSchema>;
type Stored = KvsEntry & { key: string };

class Refused extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

/**
 * Forge KVS as @forge/kvs speaks to it: POST with JSON to /api/v1/... Custom entities, conditions and time-to-live are
 * refused. Error codes: https://developer.atlassian.com/platform/forge/storage-reference/kvs-errorhandling/
 */
export class KvsService {
  readonly #store: KvsStore;
  readonly #limits: PlatformLimits;
  readonly #now: () => number;

  constructor(store: KvsStore, limits: PlatformLimits, now: () => number) {
    this.#store = store;
    this.#limits = limits;
    this.#now = now;
  }

  handle(path: string, body: unknown): PlainResponse {
    try {
      return this.#route(path.replace(/^\/api\/v1\//, ''), body);
    } catch (error) {
      if (error instanceof Refused) return refusal(error.status, error.code, error.message);
      if (error instanceof z.ZodError) return refusal(400, 'BAD_REQUEST', z.prettifyError(error));
      throw error;
    }
  }

  #route(operation: string, body: unknown): PlainResponse {
    const { values, secrets } = this.#store;
    switch (operation) {
      case 'get':
        return json(200, this.#entryOf(values, keyed.parse(body).key));
      case 'secret/get':
        return json(200, this.#entryOf(secrets, keyed.parse(body).key));
      case 'set':
        return this.#set(values, setSchema.parse(body));
      case 'secret/set':
        return this.#set(secrets, setSchema.parse(body));
      case 'delete':
        return this.#delete(values, keyed.parse(body).key);
      case 'secret/delete':
        return this.#delete(secrets, keyed.parse(body).key);
      case 'query':
        return this.#query(querySchema.parse(body));
      case 'transaction':
        return this.#transaction(transactionSchema.parse(body));
      case 'batch/get':
        return this.#batch(z.array(keyed).parse(body), ({ key }) => {
          const { value } = this.#entryOf(values, key);
          return { key, value };
        });
      case 'batch/set':
        return this.#batch(z.array(setSchema).parse(body), (item) => {
          this.#set(values, item);
          return { key: item.key };
        });
      case 'batch/delete':
        return this.#batch(z.array(keyed).parse(body), ({ key }) => {
          this.#delete(values, key);
          return { key };
        });
      default:
        throw new Refused(400, 'NOT_SUPPORTED', `The sandbox's KVS does not play /api/v1/${operation}.`);
    }
  }

  #checkKey(key: string): void {
    const { kvsKeyCharacters } = this.#limits;
    if (key.length === 0) throw new Refused(400, 'KEY_TOO_SHORT', 'The key must not be empty.');
    if (key.length > kvsKeyCharacters) {
      throw new Refused(400, 'KEY_TOO_LONG', `The key has more than ${kvsKeyCharacters} characters.`);
    }
    if (!/^(?!\s+$)[a-zA-Z0-9:._\s#-]+$/.test(key)) {
      throw new Refused(
        400,
        'INVALID_KEY',
        `The key ${key} has other characters than a-z A-Z 0-9 : . _ # - and space.`,
      );
    }
  }

  #checkValue(key: string, value: unknown): void {
    if (value === undefined || value === null) {
      throw new Refused(400, 'BAD_REQUEST', `The value of ${key} is missing.`);
    }
    const bytes = Buffer.byteLength(JSON.stringify(value));
    if (bytes > this.#limits.kvsValueBytes) {
      throw new Refused(
        400,
        'MAX_SIZE',
        `The value of ${key} has ${bytes} bytes; ${this.#limits.kvsValueBytes} are allowed.`,
      );
    }
    if (depthOf(value) > this.#limits.kvsValueDepth) {
      throw new Refused(
        400,
        'MAX_DEPTH',
        `The value of ${key} is nested deeper than ${this.#limits.kvsValueDepth}.`,
      );
    }
  }

  #entryOf(map: Map<string, KvsEntry>, key: string): Stored {
    this.#checkKey(key);
    const entry = map.get(key);
    if (entry === undefined) throw new Refused(404, 'KEY_NOT_FOUND', `There is no key ${key}.`);
    return { key, ...entry };
  }

  #set(map: Map<string, KvsEntry>, { key, value, options }: SetRequest): PlainResponse {
    this.#checkKey(key);
    this.#checkValue(key, value);
    const before = map.get(key);
    if (before !== undefined && options?.keyPolicy === 'FAIL_IF_EXISTS') {
      throw new Refused(409, 'KEY_CONFLICT', `The key ${key} exists, and its policy is FAIL_IF_EXISTS.`);
    }
    const now = this.#now();
    const entry = { value, createdAt: before?.createdAt ?? now, updatedAt: now };
    map.set(key, entry);
    this.#store.save();
    if (options?.returnValue === undefined) return json(204);
    const returned = options.returnValue === 'PREVIOUS' ? before : entry;
    return returned === undefined ? json(204) : json(200, { key, ...returned });
  }

  #delete(map: Map<string, KvsEntry>, key: string): PlainResponse {
    this.#checkKey(key);
    map.delete(key);
    this.#store.save();
    return json(204);
  }

  #query({ limit = 10, after, where, options }: z.infer<typeof querySchema>): PlainResponse {
    if (limit > this.#limits.kvsQueryPage) {
      throw new Refused(
        400,
        'LIST_QUERY_LIMIT_EXCEEDED',
        `limit must be at most ${this.#limits.kvsQueryPage}.`,
      );
    }
    const prefix = where?.[0]?.values[0] ?? '';
    const last = after === undefined ? null : Buffer.from(after, 'base64url').toString();
    const keys = [...this.#store.values.keys()]
      .filter((key) => key.startsWith(prefix) && (last === null || key > last))
      .sort();
    const page = keys.slice(0, limit);
    const end = keys.length > limit ? page.at(-1) : undefined;
    const fields = options?.metadataFields ?? [];
    return json(200, {
      data: page.map((key) => {
        const { value, createdAt, updatedAt } = this.#entryOf(this.#store.values, key);
        return {
          key,
          value,
          ...(fields.includes('CREATED_AT') ? { createdAt } : {}),
          ...(fields.includes('UPDATED_AT') ? { updatedAt } : {}),
        };
      }),
      ...(end === undefined ? {} : { cursor: Buffer.from(end).toString('base64url') }),
    });
  }

  /** All or nothing: everything is checked before anything is written. */
  #transaction(request: z.infer<typeof transactionSchema>): PlainResponse {
    const operations = [...request.set, ...request.delete];
    const limit = this.#limits.kvsTransactionOperations;
    if (operations.length === 0 || operations.length > limit) {
      throw new Refused(400, 'INVALID_TRANSACTION_REQUEST', `A transaction takes 1 to ${limit} operations.`);
    }
    refuseRepeated(operations);
    for (const { key } of operations) this.#checkKey(key);
    for (const { key, value } of request.set) this.#checkValue(key, value);
    for (const { key, value } of request.set) this.#set(this.#store.values, { key, value });
    for (const { key } of request.delete) this.#delete(this.#store.values, key);
    return json(204);
  }

  #batch<Item extends { key: string }>(items: Item[], one: (item: Item) => object): PlainResponse {
    if (items.length === 0 || items.length > this.#limits.kvsBatchKeys) {
      throw new Refused(400, 'BAD_REQUEST', `A batch takes 1 to ${this.#limits.kvsBatchKeys} keys.`);
    }
    refuseRepeated(items);
    const successfulKeys: object[] = [];
    const failedKeys: object[] = [];
    for (const item of items) {
      try {
        successfulKeys.push(one(item));
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        failedKeys.push({ key: item.key, error: { code: error.code, message: error.message } });
      }
    }
    return json(200, { successfulKeys, failedKeys });
  }
}

function refuseRepeated(items: { key: string }[]): void {
  const keys = new Set<string>();
  for (const { key } of items) {
    if (keys.has(key)) throw new Refused(400, 'BAD_REQUEST', `The key ${key} is there more than once.`);
    keys.add(key);
  }
}
