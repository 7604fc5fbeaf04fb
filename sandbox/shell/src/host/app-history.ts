import { z } from 'zod';
import { navigate } from '../router';

/** A location inside a page of the app, as the `history` package writes it. */
export interface AppLocation {
  pathname: string;
  search: string;
  hash: string;
  state: unknown;
  key: string;
}

export interface HistoryChange {
  location: AppLocation;
  action: 'PUSH' | 'REPLACE' | 'POP';
}

const targetSchema = z.union([
  z.string(),
  z.object({ pathname: z.string().optional(), search: z.string().optional(), hash: z.string().optional() }),
]);

/** The app's own routes, kept in the shell's address behind the path of its page, so that they survive a reload. */
export class AppHistory {
  readonly #basePath: string;
  #listener: ((change: HistoryChange) => void) | null = null;

  constructor(basePath: string) {
    this.#basePath = basePath;
  }

  /** Starts to report changes, and says where the page is now. */
  open(listener: (change: HistoryChange) => void): AppLocation {
    this.#listener = listener;
    window.addEventListener('popstate', this.#onPop);
    return this.#here();
  }

  close(): void {
    window.removeEventListener('popstate', this.#onPop);
  }

  go(action: 'PUSH' | 'REPLACE', target: unknown, state: unknown): void {
    const wanted = targetSchema.parse(target);
    const path =
      typeof wanted === 'string'
        ? wanted
        : (wanted.pathname ?? this.#here().pathname) + (wanted.search ?? '') + (wanted.hash ?? '');
    navigate(this.#basePath + (path.startsWith('/') ? path : `/${path}`), { replace: action === 'REPLACE' });
    this.#listener?.({ location: { ...this.#here(), state: state ?? null }, action });
  }

  readonly #onPop = () => {
    if (window.location.pathname.startsWith(this.#basePath)) {
      this.#listener?.({ location: this.#here(), action: 'POP' });
    }
  };

  #here(): AppLocation {
    const { pathname, search, hash } = window.location;
    const own = pathname.startsWith(this.#basePath) ? pathname.slice(this.#basePath.length) : '';
    return { pathname: own === '' ? '/' : own, search, hash, state: null, key: 'sandbox' };
  }
}
