import { AsyncLocalStorage } from 'node:async_hooks';
import { z } from 'zod';

type Ask = (...asked: unknown[]) => Promise<Response>;

const ofInvocation = new AsyncLocalStorage<Invocation>();

/** From now on the statements of an `Invocation` wait until they are let through; those of others do not. Answers how to end that. */
export function stopAtStatements(): () => void {
  const platform = z.custom<Ask>((value) => typeof value === 'function').parse(platformFetch());
  const stopping: Ask = (...asked) => {
    const invocation = ofInvocation.getStore();
    return invocation === undefined ? platform(...asked) : invocation.arrive(() => platform(...asked));
  };
  Reflect.set(globalThis, '__forge_fetch__', stopping);
  return () => void Reflect.set(globalThis, '__forge_fetch__', platform);
}

const platformFetch = (): unknown => Reflect.get(globalThis, '__forge_fetch__');

/** Work that stands still before each of its statements, and may be cut off before or after any. */
export class Invocation {
  #statement: { send: () => Promise<Response>; answer: (response: Response) => void } | null = null;
  #isStill: () => void = () => undefined;
  #failed: (error: unknown) => void = () => undefined;

  /** Begins the work and answers once it stands before its first statement. */
  static async begin(work: () => Promise<void>): Promise<Invocation> {
    const invocation = new Invocation();
    await invocation.#untilStill(() => {
      ofInvocation.run(invocation, work).then(
        () => invocation.#isStill(),
        (error) => invocation.#failed(error),
      );
    });
    return invocation;
  }

  get hasEnded(): boolean {
    return this.#statement === null;
  }

  /** Lets one statement through; the work goes on to the next one or to its end. */
  async goOn(): Promise<void> {
    const statement = this.#take();
    if (statement === null) return;
    const response = await statement.send();
    await this.#untilStill(() => statement.answer(response));
  }

  /** The work never goes on: the statement it stands before is not sent, or is carried out and its answer lost. */
  async cutOff(statement: 'not sent' | 'carried out'): Promise<void> {
    const last = this.#take();
    if (statement === 'carried out') await last?.send();
  }

  arrive(send: () => Promise<Response>): Promise<Response> {
    return new Promise((answer) => {
      this.#statement = { send, answer };
      this.#isStill();
    });
  }

  #take() {
    const statement = this.#statement;
    this.#statement = null;
    return statement;
  }

  #untilStill(go: () => void): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#isStill = resolve;
      this.#failed = reject;
      go();
    });
  }
}
