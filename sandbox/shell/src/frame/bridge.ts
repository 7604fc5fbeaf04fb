/**
 * What Forge's own script does inside a Custom UI iframe: it supplies `window.__bridge`, which @forge/bridge talks to.
 * Every call goes to the shell over a MessagePort; a page never reaches the server by itself.
 * The server wraps this file into a function and loads it before the page's own scripts.
 */
import type { FrameSettings, FromFrame, Hello, PortOffer, ThemeSettings, ToFrame } from './messages';

interface BrowserHistory {
  action: string;
  location: unknown;
  push(path: unknown, state?: unknown): Promise<unknown>;
  replace(path: unknown, state?: unknown): Promise<unknown>;
  go(steps: number): Promise<unknown>;
  goBack(): Promise<unknown>;
  goForward(): Promise<unknown>;
  createHref(location: { pathname?: string; search?: string; hash?: string }): string;
  listen(listener: (location: unknown, action: string) => void): () => void;
}

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

const THEME_SCRIPT = '/sandbox/static/frame/theme.js';
const HELLO_EVERY_MS = 50;

const documentId = crypto.getRandomValues(new Uint32Array(4)).join('-');

const waiting = new Map<number, Waiting>();
const callbacks = new Map<number, (payload: unknown) => unknown>();
const outbox: FromFrame[] = [];
let port: MessagePort | null = null;
let lastId = 0;
let themed = false;

function send(message: FromFrame): void {
  if (port === null) outbox.push(message);
  else port.postMessage(message);
}

function call(name: string, payload?: unknown): Promise<unknown> {
  lastId += 1;
  const id = lastId;
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    send({ kind: 'call', id, name, payload: withoutFunctions(payload) });
  });
}

/** A message can carry no function: each is kept here, and its number goes in its place. */
function withoutFunctions(value: unknown): unknown {
  if (typeof value === 'function') {
    lastId += 1;
    const callback = lastId;
    callbacks.set(callback, (payload) => Reflect.apply(value, undefined, [payload]));
    return { __callback: callback };
  }
  if (Array.isArray(value)) return value.map(withoutFunctions);
  if (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype) {
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, withoutFunctions(entry)]));
  }
  return value;
}

function receive(message: ToFrame): void {
  switch (message.kind) {
    case 'answer':
      waiting.get(message.id)?.resolve(message.value);
      waiting.delete(message.id);
      return;
    case 'refusal':
      waiting.get(message.id)?.reject(new Error(message.message));
      waiting.delete(message.id);
      return;
    case 'callback':
      callbacks.get(message.callback)?.(message.payload);
      return;
    case 'theme':
      if (themed) void applyTheme(message.theme);
  }
}

async function applyTheme(theme: ThemeSettings): Promise<void> {
  const script: { applyTheme(theme: ThemeSettings): Promise<void> } = await import(
    /* @vite-ignore */ new URL(THEME_SCRIPT, location.href).href
  );
  await script.applyTheme(theme);
}

async function enableTheming(): Promise<void> {
  themed = true;
  const theme = await call('enableTheming');
  if (isTheme(theme)) await applyTheme(theme);
}

function isTheme(value: unknown): value is ThemeSettings {
  return typeof value === 'object' && value !== null && 'colorMode' in value;
}

/** A history like the `history` package's, whose state lives in the shell's address. */
async function createHistory(): Promise<BrowserHistory> {
  const listeners = new Set<(location: unknown, action: string) => void>();
  const start = await call('createHistory', {
    listener: (change: { location: unknown; action: string }) => {
      history.location = change.location;
      history.action = change.action;
      for (const listener of listeners) listener(change.location, change.action);
    },
  });
  const history: BrowserHistory = {
    action: 'POP',
    location: start,
    push: (path, state) => call('history.push', { path, state }),
    replace: (path, state) => call('history.replace', { path, state }),
    go: (steps) => call('history.go', { steps }),
    goBack: () => call('history.go', { steps: -1 }),
    goForward: () => call('history.go', { steps: 1 }),
    createHref: ({ pathname = '', search = '', hash = '' }) => pathname + search + hash,
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return history;
}

/** `on` answers with a subscription, which a message cannot carry either. */
async function subscribe(name: string, payload: unknown): Promise<{ unsubscribe: () => void }> {
  const subscription = await call(name, payload);
  return { unsubscribe: () => void call('unsubscribe', { subscription }) };
}

function callBridge(name: string, payload?: unknown): Promise<unknown> {
  if (name === 'enableTheming') return enableTheming();
  if (name === 'createHistory') return createHistory();
  if (name === 'on' || name === 'onPublic') return subscribe(name, payload);
  return call(name, payload);
}

/** Forge lets the iframe grow with its content where the module has no viewportSize. */
function reportHeight(): void {
  document.documentElement.style.height = 'auto';
  document.body.style.height = 'auto';
  let last = -1;
  const report = () => {
    const height = Math.ceil(document.body.getBoundingClientRect().height);
    if (height === last) return;
    last = height;
    send({ kind: 'height', height });
  };
  new ResizeObserver(report).observe(document.body);
  report();
}

function isFrameSettings(value: unknown): value is FrameSettings {
  return typeof value === 'object' && value !== null && 'autoResize' in value;
}

async function startFrame(): Promise<void> {
  const settings = await call('sandbox.settings');
  if (!isFrameSettings(settings) || !settings.autoResize) return;
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', reportHeight);
  else reportHeight();
}

function isPortOffer(value: unknown): value is PortOffer {
  return (
    typeof value === 'object' && value !== null && 'type' in value && value.type === 'sandbox-bridge:port'
  );
}

window.addEventListener('message', (event) => {
  if (event.source !== window.parent || !isPortOffer(event.data) || port !== null) return;
  const [offered] = event.ports;
  if (offered === undefined) return;
  port = offered;
  port.onmessage = ({ data }: MessageEvent<ToFrame>) => receive(data);
  for (const message of outbox.splice(0)) port.postMessage(message);
});

function sayHello(): void {
  if (port !== null) return;
  // Nothing of the page is in this message, so any parent may read it; only the parent's port is taken.
  const hello: Hello = { type: 'sandbox-bridge:hello', id: documentId };
  window.parent.postMessage(hello, '*');
  setTimeout(sayHello, HELLO_EVERY_MS);
}

Object.defineProperty(window, '__bridge', { value: { callBridge } });
sayHello();
void startFrame();
