import { view } from '@forge/bridge';
import { useState } from 'react';

type History = Awaited<ReturnType<typeof view.createHistory>>;

let history: History | null = null;

/** Gets hold of the page's address, once, before anything is shown. Panels and dialogs of Jira have none of their own. */
export async function openAddress(hasOwn: boolean): Promise<void> {
  if (hasOwn) history ??= await view.createHistory();
}

function read(name: string): string | null {
  return history === null ? null : new URLSearchParams(history.location.search).get(name);
}

function write(name: string, text: string | null): void {
  if (history === null) return;
  const query = new URLSearchParams(history.location.search);
  if (text === null) query.delete(name);
  else query.set(name, text);
  const search = query.size === 0 ? '' : `?${query}`;
  history.replace({ pathname: history.location.pathname, search });
}

/** How a value is written in the address. */
export interface Written<T> {
  /** Of what stands there, which anybody can have typed; null when nothing does. */
  read(text: string | null): T;
  /** Null for the value that needs no mention. */
  write(value: T): string | null;
}

/** A value that stands in the page's address under `name`, so that it survives a reload and can be sent to others. */
export function useInAddress<T>(name: string, written: Written<T>): [T, (value: T) => void] {
  const [value, setValue] = useState<T>(() => written.read(read(name)));
  return [
    value,
    (next) => {
      setValue(next);
      write(name, written.write(next));
    },
  ];
}

/** JSON that `parse` accepts; else, and where nothing stands, `fallback`. */
export function asJson<T>(parse: (value: unknown) => T | null, fallback: T): Written<T> {
  return {
    read(text) {
      if (text === null) return fallback;
      try {
        return parse(JSON.parse(text)) ?? fallback;
      } catch {
        // Somebody's typing error is no reason to show nothing.
        return fallback;
      }
    },
    write(value) {
      const text = JSON.stringify(value);
      return text === JSON.stringify(fallback) ? null : text;
    },
  };
}

/** Which of these; the first where none of them stands. */
export function asOneOf<T extends string>(choices: readonly [T, ...T[]]): Written<T> {
  const [fallback] = choices;
  return {
    read: (text) => choices.find((choice) => choice === text) ?? fallback,
    write: (value) => (value === fallback ? null : value),
  };
}
