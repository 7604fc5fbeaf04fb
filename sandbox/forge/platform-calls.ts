import { json } from './answer';
import type { Counters } from './counters';
import type { EventQueue } from './events/queue';
import { callJira, type JiraSite } from './jira-proxy';
import type { KvsService } from './kvs/service';
import type { Logs } from './log';
import type { ForgeCallMessage, PlainResponse } from './runtime/messages';
import type { SqlService } from './sql/service';

/** In whose name a call is made, and the invocation that it all began with. */
export interface Caller {
  accountId: string | null;
  chain: string;
}

interface Services {
  kvs: KvsService;
  sql: SqlService;
  queue: EventQueue;
  jira: JiraSite;
  counters: () => Counters;
  logs: Logs;
}

const KVS_UNIT_BYTES = 10 * 1024;
const KVS_READS = /\/(get|query)$/;

/** Counts a call of KVS as its limits do: https://developer.atlassian.com/platform/forge/limits-kvs-ce/ */
function counted(path: string, body: string, answer: PlainResponse, counters: Counters): PlainResponse {
  const isRead = KVS_READS.test(path);
  const units = Math.max(1, Math.ceil(Buffer.byteLength(isRead ? answer.body : body) / KVS_UNIT_BYTES));
  counters.kvsCalls += 1;
  if (isRead) counters.kvsReads += units;
  else counters.kvsWrites += units;
  return answer;
}

/** Answers what the @forge packages ask of the platform through `__forge_fetch__`. */
export class PlatformCalls {
  readonly #services: Services;

  constructor(services: Services) {
    this.#services = services;
  }

  /** What the platform cannot answer is a 500 with the reason. */
  async answer(call: ForgeCallMessage, caller: Caller): Promise<PlainResponse> {
    try {
      return await this.#route(call, caller);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#services.logs.platform('error', null, `${call.target.remote ?? ''} ${call.path}: ${message}`);
      return json(500, { code: 'UNKNOWN_ERROR', message });
    }
  }

  async #route({ target, path, request }: ForgeCallMessage, caller: Caller): Promise<PlainResponse> {
    const { kvs, sql, queue, jira, counters } = this.#services;
    const body = request.body ?? '';
    switch (target.remote) {
      case 'kvs':
        return counted(path, body, kvs.handle(path, JSON.parse(body)), counters());
      case 'sql':
        return sql.handle(path, body);
      case 'stargate':
        if (path.startsWith('/webhook/queue/')) return queue.handle(path, body, caller.chain);
        break;
      case 'jira':
        return callJira(target, path, request, caller.accountId, jira);
    }
    return json(404, { message: `The sandbox plays no ${target.remote ?? 'remote'} ${path}` });
  }
}
