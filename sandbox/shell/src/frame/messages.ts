/** What an app's iframe and the shell say to each other. Types only: the iframe's script has to stay one file. */

/** The iframe asks for a port; sent to the parent window until it answers. */
export interface Hello {
  type: 'sandbox-bridge:hello';
  /** The document that asks: another one after each load of the frame. */
  id: string;
}

/** The shell's answer; the port comes with it. */
export interface PortOffer {
  type: 'sandbox-bridge:port';
}

/** A function of the page, left behind in the page: the shell can only call it by its number. */
export interface CallbackReference {
  __callback: number;
}

export type FromFrame =
  | { kind: 'call'; id: number; name: string; payload: unknown }
  | { kind: 'height'; height: number };

export type ToFrame =
  | { kind: 'answer'; id: number; value: unknown }
  | { kind: 'refusal'; id: number; message: string }
  | { kind: 'callback'; callback: number; payload: unknown }
  | { kind: 'theme'; theme: ThemeSettings };

export interface ThemeSettings {
  colorMode: 'light' | 'dark' | 'auto';
}

/** How the shell wants this frame to behave; the answer to the frame's own first call. */
export interface FrameSettings {
  autoResize: boolean;
}
