import { setGlobalTheme } from '@atlaskit/tokens/set-global-theme';
import type { ThemeSettings } from './messages';

/** Gives the page Atlassian's design tokens and the site's colour mode, as Forge's theming does. */
export async function applyTheme({ colorMode }: ThemeSettings): Promise<void> {
  await setGlobalTheme({
    colorMode,
    light: 'light',
    dark: 'dark',
    spacing: 'spacing',
    typography: 'typography',
    shape: 'shape',
  });
}
