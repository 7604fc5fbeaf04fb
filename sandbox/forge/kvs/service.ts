import { z } from 'zod';
import { json, refusal } from '../answer';
import type { PlatformLimits } from '../limits';
import type { PlainResponse } from '../runtime/messages';
import type { KvsEntry, KvsStore } from './store';

const keyed = z.object({ key: z.string() });
const setSchema = z.object({
  key: z.string(),
  value: z.unknown(),
  options: z
    .looseObject({
      keyPolicy: z.enum(['OVERRIDE', 'FAIL_IF_EXISTS']).optional(),
      returnValue: z.string().optional(),
    })
    .optional(),
});
const querySchema = z.object({
  limit: z.number().int().min(1).optional(),
  after: z.string().optional(),
  where: z
    .array(
      z.object({
        property: z.literal('key'),
        condition: z.literal('BEGINS_WITH'),
        values: z.array(z.string()),
      }),
    )
    .optional(),
});
const transactionSchema = z.object({
  set: z
    .array(z.looseObject({ key: z.string(), value: z.unknown(), entityName: z.string().optional() }))
    .optional(),
  delete: z.array(z.looseObject({ key: z.string(), entityName: z.string().optional() })).optional(),
  check: z.array(z.unknown()).optional(),
});

class Refused extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** Forge KVS as @forge/kvs speaks to it: POST with JSON to /api/v1/... */
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
        return this.#get(values, keyed.parse(body).key);
      case 'secret/get':
        return this.#get(secrets, keyed.parse(body).key);
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
        return this.#batch(z.array(keyed).parse(body), (item) => this.#entryOf(values, item.key));
      case 'batch/set':
        return this.#batch(z.array(setSchema).parse(body), (item) => {
          this.#set(values, item);
          return { key: item.key };
        });
      case 'batch/delete':
        return this.#batch(z.array(keyed).parse(body), (item) => {
          this.#delete(values, item.key);
          return { key: item.key };
        });
      default:
        throw new Refused(400, 'NOT_SUPPORTED', `The sandbox's KVS does not play /api/v1/${operation}.`);
    }
  }

  #checkKey(key: string): void {
    if (
      key.length === 0 ||
      key.length > this.#limits.kvsKeyCharacters ||
      !/^(?!\s+$)[a-zA-Z0-9:._\s#-]+$/.test(key)
    ) {
      throw new Refused(
        400,
        'INVALID_KEY',
        `The key must have 1 to ${this.#limits.kvsKeyCharacters} characters of a-z A-Z 0-9 : . _ # - and space.`,
      );
    }
  }

  #checkValue(value: unknown): void {
    if (value === undefined || value === null)
      throw new Refused(400, 'BAD_REQUEST', 'The value must not be empty.');
    if (Buffer.byteLength(JSON.stringify(value)) > this.#limits.kvsValueBytes) {
      throw new Refused(413, 'MAX_SIZE', `The value is larger than ${this.#limits.kvsValueBytes} bytes.`);
    }
  }

  #entryOf(map: Map<string, KvsEntry>, key: string): KvsEntry & { key: string } {
    this.#checkKey(key);
    const entry = map.get(key);
    if (entry === undefined) throw new Refused(404, 'KEY_NOT_FOUND', `There is no key ${key}.`);
    return { key, ...entry };
  }

  #get(map: Map<string, KvsEntry>, key: string): PlainResponse {
    return json(200, this.#entryOf(map, key));
  }

  #set(map: Map<string, KvsEntry>, { key, value, options }: z.infer<typeof setSchema>): PlainResponse {
    this.#checkKey(key);
    this.#checkValue(value);
    const before = map.get(key);
    if (before !== undefined && options?.keyPolicy === 'FAIL_IF_EXISTS') {
      throw new Refused(409, 'KEY_ALREADY_EXISTS', `The key ${key} exists already.`);
    }
    const now = this.#now();
    const entry = { value, createdAt: before?.createdAt ?? now, updatedAt: now };
    map.set(key, entry);
    this.#store.save();
    if (options?.returnValue === undefined) return json(200);
    const returned = options.returnValue === 'PREVIOUS' ? before : entry;
    return returned === undefined ? json(200) : json(200, { key, ...returned });
  }

  #delete(map: Map<string, KvsEntry>, key: string): PlainResponse {
    this.#checkKey(key);
    map.delete(key);
    this.#store.save();
    return json(204);
  }

  #query({ limit = 10, after, where }: z.infer<typeof querySchema>): PlainResponse {
    if (limit > this.#limits.kvsQueryPage) {
      throw new Refused(400, 'BAD_REQUEST', `limit must be at most ${this.#limits.kvsQueryPage}.`);
    }
    const prefix = where?.[0]?.values[0] ?? '';
    const keys = [...this.#store.values.keys()]
      .filter((key) => key.startsWith(prefix) && (after === undefined || key > after))
      .sort();
    const page = keys.slice(0, limit);
    const last = keys.length > limit ? page.at(-1) : undefined;
    return json(200, {
      data: page.map((key) => this.#entryOf(this.#store.values, key)),
      ...(last === undefined ? {} : { cursor: last }),
    });
  }

  #transaction(request: z.infer<typeof transactionSchema>): PlainResponse {
    const sets = request.set ?? [];
    const deletes = request.delete ?? [];
    if (
      (request.check ?? []).length > 0 ||
      [...sets, ...deletes].some((item) => item.entityName !== undefined)
    ) {
      throw new Refused(400, 'NOT_SUPPORTED', "The sandbox's KVS plays no custom entities.");
    }
    if (sets.length + deletes.length > this.#limits.kvsTransactionOperations) {
      throw new Refused(
        400,
        'BAD_REQUEST',
        `A transaction may have at most ${this.#limits.kvsTransactionOperations} operations.`,
      );
    }
    for (const { key, value } of sets) {
      this.#checkKey(key);
      this.#checkValue(value);
    }
    for (const item of sets) this.#set(this.#store.values, { key: item.key, value: item.value });
    for (const item of deletes) this.#delete(this.#store.values, item.key);
    return json(204);
  }

  #batch<Item extends { key: string }>(items: Item[], one: (item: Item) => object): PlainResponse {
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
