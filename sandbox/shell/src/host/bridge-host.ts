import { z } from 'zod';
import { jiraApi } from '../api/jira';
import { type PageModule, type Placement, sandboxApi } from '../api/sandbox';
import type { CallbackReference, FrameSettings, FromFrame, ThemeSettings, ToFrame } from '../frame/messages';
import { navigate } from '../router';
import { AppHistory } from './app-history';
import { closeFlag, showFlag } from './flags';
import { addressOf, locationSchema } from './locations';

/** What the shell knows about the place in which a page of the app is shown. */
export interface HostSettings {
  module: PageModule;
  modules: PageModule[];
  placement: Placement;
  /** The part of the shell's address that stays; what follows belongs to the page. */
  basePath: string;
  theme: () => ThemeSettings;
  onHeight: (height: number) => void;
  /** The page says that what it shows changed in Jira. */
  onRefresh: () => void;
  onReload: () => void;
  onTitle: (title: string) => void;
}

const callbackSchema: z.ZodType<CallbackReference> = z.object({ __callback: z.number() });
const invokeSchema = z.object({ functionKey: z.string(), payload: z.unknown().optional() });
const fetchSchema = z.object({
  product: z.string(),
  restPath: z.string(),
  fetchRequestInit: z.object({
    method: z.string().optional(),
    body: z.string().nullish(),
    headers: z.array(z.tuple([z.string(), z.string()])).default([]),
  }),
});
const flagSchema = z.object({
  id: z.union([z.string(), z.number()]),
  title: z.string().default(''),
  description: z.string().optional(),
  type: z.enum(['info', 'success', 'warning', 'error']).default('info'),
  appearance: z.enum(['info', 'success', 'warning', 'error']).optional(),
  actions: z.array(z.object({ text: z.string(), onClick: callbackSchema })).default([]),
  isAutoDismiss: z.boolean().default(false),
});
const navigateSchema = z.object({ type: z.enum(['same-tab', 'new-tab']) }).and(locationSchema);
const eventSchema = z.object({ event: z.string(), payload: z.unknown().optional() });
const subscriptionSchema = z.object({ event: z.string(), callback: callbackSchema });

/** Pages of the app that are open at once, and listen to one another's events. */
const openHosts = new Set<BridgeHost>();

/** Answers the bridge calls of one iframe of the app, as Jira answers them on a real site. */
export class BridgeHost {
  readonly #port: MessagePort;
  readonly #settings: HostSettings;
  readonly #history: AppHistory;
  readonly #listeners = new Map<number, { event: string; callback: number }>();
  #nextSubscription = 1;
  #themed = false;

  constructor(port: MessagePort, settings: HostSettings) {
    this.#port = port;
    this.#settings = settings;
    this.#history = new AppHistory(settings.basePath);
    openHosts.add(this);
    port.onmessage = ({ data }: MessageEvent<FromFrame>) => void this.#receive(data);
  }

  /** Tells the page about a new colour mode, if it asked for theming. */
  themeChanged(theme: ThemeSettings): void {
    if (this.#themed) this.#send({ kind: 'theme', theme });
  }

  close(): void {
    openHosts.delete(this);
    this.#history.close();
    this.#port.close();
  }

  async #receive(message: FromFrame): Promise<void> {
    if (message.kind === 'height') {
      this.#settings.onHeight(message.height);
      return;
    }
    try {
      const value = await this.#answer(message.name, message.payload);
      this.#send({ kind: 'answer', id: message.id, value });
    } catch (error) {
      this.#send({
        kind: 'refusal',
        id: message.id,
        message: error instanceof Error ? error.message : String(error),
      });
    }
  }

  async #answer(name: string, payload: unknown): Promise<unknown> {
    const { module, placement, modules } = this.#settings;
    switch (name) {
      case 'sandbox.settings':
        return { autoResize: module.viewportSize === undefined } satisfies FrameSettings;
      case 'getContext':
        return { ...(await sandboxApi.context(module.key, placement)), theme: this.#settings.theme() };
      case 'invoke': {
        const call = invokeSchema.parse(payload);
        return (await sandboxApi.invoke(module.key, placement, call.functionKey, call.payload)).response;
      }
      case 'fetchProduct':
        return fetchProduct(fetchSchema.parse(payload));
      case 'enableTheming':
        this.#themed = true;
        return this.#settings.theme();
      case 'navigate': {
        const { type, ...location } = navigateSchema.parse(payload);
        return goTo(addressOf(locationSchema.parse(location), modules), type);
      }
      case 'getUrl':
        return addressOf(locationSchema.parse(payload), modules)?.href ?? null;
      case 'reload':
        return this.#settings.onReload();
      case 'refresh':
        return this.#settings.onRefresh();
      case 'showFlag':
        return this.#showFlag(flagSchema.parse(payload));
      case 'closeFlag':
        closeFlag(String(z.object({ id: z.union([z.string(), z.number()]) }).parse(payload).id));
        return true;
      case 'emit':
        return this.#emit(eventSchema.parse(payload));
      case 'on':
        return this.#subscribe(subscriptionSchema.parse(payload));
      case 'unsubscribe':
        this.#listeners.delete(z.object({ subscription: z.number() }).parse(payload).subscription);
        return undefined;
      case 'createHistory': {
        const { listener } = z.object({ listener: callbackSchema }).parse(payload);
        return this.#history.open((change) => this.#callBack(listener, change));
      }
      case 'history.push':
      case 'history.replace': {
        const { path, state } = z.object({ path: z.unknown(), state: z.unknown().optional() }).parse(payload);
        return this.#history.go(name === 'history.push' ? 'PUSH' : 'REPLACE', path, state);
      }
      case 'history.go':
        return window.history.go(z.object({ steps: z.number().int() }).parse(payload).steps);
      case 'changeWindowTitle':
        return this.#settings.onTitle(z.string().parse(payload));
      case 'getFrameId':
        return `sandbox-${module.key}`;
      case 'emitReadyEvent':
        return undefined;
      // Pages and panels have nothing to open, close or submit; @forge/bridge turns false into its own error.
      case 'open':
      case 'close':
      case 'onClose':
      case 'submit':
        return false;
      default:
        throw new Error(`The sandbox's Jira does not answer the bridge call “${name}”.`);
    }
  }

  #showFlag({
    id,
    title,
    description,
    type,
    appearance,
    actions,
    isAutoDismiss,
  }: z.infer<typeof flagSchema>): true {
    showFlag({
      id: String(id),
      title,
      description,
      type: appearance ?? type,
      bold: appearance !== undefined,
      autoDismiss: isAutoDismiss,
      actions: actions.map(({ text, onClick }) => ({
        text,
        onClick: () => this.#callBack(onClick, undefined),
      })),
    });
    return true;
  }

  #emit({ event, payload }: z.infer<typeof eventSchema>): void {
    for (const host of openHosts) host.#hear(event, payload);
  }

  #hear(event: string, payload: unknown): void {
    for (const listener of this.#listeners.values()) {
      if (listener.event === event) this.#send({ kind: 'callback', callback: listener.callback, payload });
    }
  }

  #subscribe({ event, callback }: z.infer<typeof subscriptionSchema>): number {
    const subscription = this.#nextSubscription;
    this.#nextSubscription += 1;
    this.#listeners.set(subscription, { event, callback: callback.__callback });
    return subscription;
  }

  #callBack(reference: CallbackReference, payload: unknown): void {
    this.#send({ kind: 'callback', callback: reference.__callback, payload });
  }

  #send(message: ToFrame): void {
    this.#port.postMessage(message);
  }
}

/** A page may name any address; only http and https are followed, and only this site's in the same tab without a reload. */
function goTo(address: URL | null, type: 'same-tab' | 'new-tab'): void {
  if (address === null || !['http:', 'https:'].includes(address.protocol)) {
    throw new Error('The sandbox has no such place to navigate to.');
  }
  if (type === 'new-tab') window.open(address.href, '_blank', 'noopener');
  else if (address.origin === window.location.origin)
    navigate(address.pathname + address.search + address.hash);
  else window.location.assign(address.href);
}

async function fetchProduct({
  product,
  restPath,
  fetchRequestInit,
}: z.infer<typeof fetchSchema>): Promise<unknown> {
  if (product !== 'jira' || !restPath.startsWith('/rest/')) {
    throw new Error(`The sandbox has no ${product} API at ${restPath}.`);
  }
  const response = await jiraApi.raw(restPath, {
    method: fetchRequestInit.method ?? 'GET',
    headers: fetchRequestInit.headers,
    ...(fetchRequestInit.body == null ? {} : { body: fetchRequestInit.body }),
  });
  return {
    body: await response.text(),
    headers: Object.fromEntries(response.headers.entries()),
    status: response.status,
    statusText: response.statusText,
    isAttachment: false,
  };
}
