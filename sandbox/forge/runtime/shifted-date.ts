const RealDate = Date;
let offset = 0;

/** The machine's own clock, for deadlines; milliseconds since 1970. */
export function realNow(): number {
  return RealDate.now();
}

/** Lets this thread's `Date` run `milliseconds` ahead of the machine's. */
export function shiftDate(milliseconds: number): void {
  offset = milliseconds;
}

/** Replaces the global Date, so that the app lives at the sandbox's time without knowing. */
export function installShiftedDate(): void {
  const shiftedNow = (): number => RealDate.now() + offset;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [shiftedNow()] : args, newTarget),
    apply: () => new RealDate(shiftedNow()).toString(),
    get: (target, property, receiver) =>
      property === 'now' ? shiftedNow : Reflect.get(target, property, receiver),
  });
}
