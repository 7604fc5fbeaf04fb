import { Worker } from 'node:worker_threads';
import type {
  ForgeCallMessage,
  FromWorker,
  InvokeMessage,
  LogLevel,
  PlainResponse,
  ToWorker,
  WorkerSetup,
} from './messages';

export interface InvocationHooks {
  forgeCall(call: ForgeCallMessage): Promise<PlainResponse>;
  external(host: string): void;
  heap(bytes: number): void;
  log(level: LogLevel, text: string): void;
}

export type InvocationEnd =
  | { kind: 'returned'; value: unknown }
  | { kind: 'threw'; name: string; message: string; stack: string }
  /** Cut off by the platform; the reason is one of InvocationErrorCode of @forge/events. */
  | {
      kind: 'cut-off';
      reason: 'FUNCTION_TIME_OUT' | 'FUNCTION_OUT_OF_MEMORY' | 'FUNCTION_PLATFORM_UNKNOWN_ERROR';
    };

interface PoolOptions {
  script: string;
  setup: WorkerSetup;
  memoryMB: number;
  /** How many invocations may run side by side. */
  size: number;
  /** How many more when people wait for them. */
  reservedForPeople: number;
  /** Told what an invocation logs after its end. */
  lateLog(invocationId: string, level: LogLevel, text: string): void;
}

interface Run {
  /** Seconds until it is cut off. */
  seconds: number;
  /** Somebody waits in front of a page: does not queue behind background work. */
  forPerson: boolean;
}

const LOST: InvocationEnd = { kind: 'cut-off', reason: 'FUNCTION_PLATFORM_UNKNOWN_ERROR' };

/** Warm workers, one invocation at a time in each; a worker whose invocation was cut off is thrown away. */
export class WorkerPool {
  readonly #options: PoolOptions;
  readonly #idle: Worker[] = [];
  readonly #all = new Set<Worker>();
  /** Of the last invocation: what is printed late is its own. */
  readonly #hooks = new WeakMap<Worker, InvocationHooks>();
  readonly #queue: { forPerson: boolean; start: () => void }[] = [];
  #busy = 0;
  #stopped = false;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  /**
   * Runs one invocation to its end, or until its deadline. Waits for a free worker.
   * @param messageFor makes the message when the time begins to count, by the deadline in milliseconds since 1970
   */
  async run(
    messageFor: (deadline: number) => InvokeMessage,
    run: Run,
    hooks: InvocationHooks,
  ): Promise<InvocationEnd> {
    await this.#turn(run.forPerson);
    try {
      if (this.#stopped) return LOST;
      const worker = this.#idle.pop() ?? (await this.#start());
      if (worker === null) return LOST;
      const deadline = Date.now() + run.seconds * 1000;
      const end = await this.#invoke(worker, messageFor(deadline), run.seconds, hooks);
      if (end.kind === 'cut-off' || !this.#all.has(worker)) await this.#discard(worker);
      else this.#rest(worker);
      return end;
    } finally {
      this.#busy -= 1;
      this.#next();
    }
  }

  /** Ends every worker; what ran in them is cut off. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all([...this.#all].map((worker) => this.#discard(worker)));
  }

  async #turn(forPerson: boolean): Promise<void> {
    if (!this.#hasPlace(forPerson)) {
      await new Promise<void>((start) => {
        this.#queue.push({ forPerson, start });
      });
    }
    this.#busy += 1;
  }

  #hasPlace(forPerson: boolean): boolean {
    const { size, reservedForPeople } = this.#options;
    return this.#busy < size + (forPerson ? reservedForPeople : 0);
  }

  #next(): void {
    const first = this.#queue.findIndex((waiting) => waiting.forPerson);
    const next = first >= 0 ? first : 0;
    const waiting = this.#queue[next];
    if (waiting === undefined || !this.#hasPlace(waiting.forPerson)) return;
    this.#queue.splice(next, 1);
    waiting.start();
  }

  #rest(worker: Worker): void {
    worker.unref();
    this.#idle.push(worker);
  }

  /** A warm worker; null when the pool was stopped meanwhile. */
  async #start(): Promise<Worker | null> {
    const worker = new Worker(this.#options.script, {
      workerData: this.#options.setup,
      // The machine's own environment, AWS credentials above all, is none of the app's business.
      env: { NODE_ENV: 'production', AWS_REGION: 'us-east-1', ...endpointVariable(this.#options.setup) },
      resourceLimits: { maxOldGenerationSizeMb: this.#options.memoryMB },
      // What the app prints is a log line, never part of what the sandbox prints.
      stdout: true,
      stderr: true,
      execArgv: ['--enable-source-maps', '--no-warnings'],
    });
    this.#all.add(worker);
    for (const [stream, level] of [
      [worker.stdout, 'info'],
      [worker.stderr, 'error'],
    ] as const) {
      stream.on('data', (text) => this.#hooks.get(worker)?.log(level, String(text).trimEnd()));
    }
    const isReady = await new Promise<boolean>((resolve, reject) => {
      worker.once('message', () => resolve(true));
      worker.once('error', reject);
      worker.once('exit', () => resolve(false));
    });
    if (!isReady) return null;
    // Work that an invocation left behind may end an idle worker; the next invocation gets another one.
    worker.on('error', () => this.#forget(worker));
    worker.on('exit', () => this.#forget(worker));
    return worker;
  }

  #forget(worker: Worker): void {
    this.#all.delete(worker);
    const index = this.#idle.indexOf(worker);
    if (index >= 0) this.#idle.splice(index, 1);
  }

  async #discard(worker: Worker): Promise<void> {
    this.#forget(worker);
    await worker.terminate();
  }

  #invoke(
    worker: Worker,
    message: InvokeMessage,
    seconds: number,
    hooks: InvocationHooks,
  ): Promise<InvocationEnd> {
    const tell = (answer: ToWorker): void => worker.postMessage(answer);
    this.#hooks.set(worker, hooks);
    worker.ref();
    return new Promise((resolve) => {
      const done = (end: InvocationEnd): void => {
        clearTimeout(timer);
        worker.off('message', onMessage);
        worker.off('error', onError);
        worker.off('exit', onExit);
        resolve(end);
      };
      const onMessage = (heard: FromWorker): void => {
        if (heard.kind !== 'ready' && heard.invocationId !== message.invocationId) {
          // Of an earlier invocation: its calls are no longer made, and in nobody else's name.
          if (heard.kind === 'log') this.#options.lateLog(heard.invocationId, heard.level, heard.text);
          return;
        }
        switch (heard.kind) {
          case 'forge-call':
            void hooks.forgeCall(heard).then((response) => {
              tell({ kind: 'forge-answer', callId: heard.callId, response });
            });
            return;
          case 'external':
            hooks.external(heard.host);
            return;
          case 'heap':
            hooks.heap(heard.bytes);
            return;
          case 'log':
            hooks.log(heard.level, heard.text);
            return;
          case 'returned':
          case 'threw':
            done(heard);
            return;
          case 'killed':
            done(LOST);
            return;
          case 'ready':
            return;
        }
      };
      const onError = (error: NodeJS.ErrnoException): void => {
        hooks.log('error', error.stack ?? error.message);
        const outOfMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
        done(outOfMemory ? { kind: 'cut-off', reason: 'FUNCTION_OUT_OF_MEMORY' } : LOST);
      };
      const onExit = (): void => done(LOST);
      const timer = setTimeout(() => done({ kind: 'cut-off', reason: 'FUNCTION_TIME_OUT' }), seconds * 1000);
      worker.on('message', onMessage);
      worker.on('error', onError);
      worker.on('exit', onExit);
      tell(message);
    });
  }
}

/** Endpoints that do not know AWS's host names are named to the SDK itself, so that it signs for them and names buckets by path. */
function endpointVariable({ aws }: WorkerSetup): Record<string, string> {
  return aws?.addressing === 'path' ? { AWS_ENDPOINT_URL: aws.endpoint } : {};
}
