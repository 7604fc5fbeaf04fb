import { Worker } from 'node:worker_threads';
import type {
  ForgeCallMessage,
  FromWorker,
  InvokeMessage,
  PlainResponse,
  ToWorker,
  WorkerSetup,
} from './messages';

export interface InvocationHooks {
  forgeCall(call: ForgeCallMessage): Promise<PlainResponse>;
  external(host: string): void;
  log(level: 'debug' | 'info' | 'warn' | 'error', text: string): void;
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
  size: number;
}

/** Warm workers, one invocation at a time in each; a worker whose invocation was cut off is thrown away. */
export class WorkerPool {
  readonly #options: PoolOptions;
  readonly #idle: Worker[] = [];
  readonly #all = new Set<Worker>();
  readonly #queue: (() => void)[] = [];
  #busy = 0;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  /** Runs one invocation to its end, or until its deadline. Waits for a free worker. */
  async run(message: InvokeMessage, seconds: number, hooks: InvocationHooks): Promise<InvocationEnd> {
    await this.#turn();
    try {
      const worker = this.#idle.pop() ?? (await this.#start());
      const end = await this.#invoke(
        worker,
        { ...message, deadline: Date.now() + seconds * 1000 },
        seconds,
        hooks,
      );
      if (end.kind === 'cut-off') await this.#discard(worker);
      else this.#idle.push(worker);
      return end;
    } finally {
      this.#busy -= 1;
      this.#queue.shift()?.();
    }
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#all].map((worker) => this.#discard(worker)));
  }

  async #turn(): Promise<void> {
    if (this.#busy >= this.#options.size) await new Promise<void>((resolve) => this.#queue.push(resolve));
    this.#busy += 1;
  }

  async #start(): Promise<Worker> {
    const worker = new Worker(this.#options.script, {
      workerData: this.#options.setup,
      // The machine's own environment, AWS credentials above all, is none of the app's business.
      env: { NODE_ENV: 'production', AWS_REGION: 'us-east-1', ...endpointVariable(this.#options.setup) },
      resourceLimits: { maxOldGenerationSizeMb: this.#options.memoryMB },
      stdout: false,
      execArgv: ['--enable-source-maps', '--no-warnings'],
    });
    worker.unref();
    worker.setMaxListeners(50);
    this.#all.add(worker);
    await new Promise<void>((resolve, reject) => {
      worker.once('message', () => resolve());
      worker.once('error', reject);
    });
    return worker;
  }

  async #discard(worker: Worker): Promise<void> {
    this.#all.delete(worker);
    const index = this.#idle.indexOf(worker);
    if (index >= 0) this.#idle.splice(index, 1);
    await worker.terminate();
  }

  #invoke(
    worker: Worker,
    message: InvokeMessage,
    seconds: number,
    hooks: InvocationHooks,
  ): Promise<InvocationEnd> {
    const tell = (answer: ToWorker): void => worker.postMessage(answer);
    return new Promise((resolve) => {
      const done = (end: InvocationEnd): void => {
        clearTimeout(timer);
        worker.off('message', onMessage);
        worker.off('error', onError);
        worker.off('exit', onExit);
        resolve(end);
      };
      const onMessage = (heard: FromWorker): void => {
        switch (heard.kind) {
          case 'forge-call':
            void hooks.forgeCall(heard).then((response) => {
              tell({ kind: 'forge-answer', callId: heard.callId, response });
            });
            return;
          case 'external':
            hooks.external(heard.host);
            return;
          case 'log':
            hooks.log(heard.level, heard.text);
            return;
          case 'returned':
          case 'threw':
            done(heard);
            return;
          case 'killed':
            done({ kind: 'cut-off', reason: 'FUNCTION_PLATFORM_UNKNOWN_ERROR' });
            return;
          case 'ready':
            return;
        }
      };
      const onError = (error: NodeJS.ErrnoException): void => {
        hooks.log('error', error.message);
        const outOfMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
        done({
          kind: 'cut-off',
          reason: outOfMemory ? 'FUNCTION_OUT_OF_MEMORY' : 'FUNCTION_PLATFORM_UNKNOWN_ERROR',
        });
      };
      const onExit = (): void => done({ kind: 'cut-off', reason: 'FUNCTION_PLATFORM_UNKNOWN_ERROR' });
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
