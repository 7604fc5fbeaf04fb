import { setGlobalTheme } from '@atlaskit/tokens/set-global-theme';
import { useSyncExternalStore } from 'react';

const STORAGE_KEY = 'sandbox-theme';
export const COLOR_MODES = ['light', 'dark', 'auto'] as const;
export type ColorMode = (typeof COLOR_MODES)[number];

const listeners = new Set<() => void>();
let current: ColorMode = readStored();

function readStored(): ColorMode {
  const stored = localStorage.getItem(STORAGE_KEY);
  return COLOR_MODES.find((mode) => mode === stored) ?? 'auto';
}

/** Applies the remembered colour mode to the shell; the pages of apps follow through the bridge. */
export async function applyColorMode(): Promise<void> {
  await setGlobalTheme({
    colorMode: current,
    light: 'light',
    dark: 'dark',
    spacing: 'spacing',
    typography: 'typography',
    shape: 'shape',
  });
}

export function chooseColorMode(mode: ColorMode): void {
  current = mode;
  localStorage.setItem(STORAGE_KEY, mode);
  void applyColorMode();
  for (const listener of listeners) listener();
}

export function useColorMode(): ColorMode {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
}
