import { sort } from '@compiled/css';
import type { Plugin } from 'vite';

/**
 * Atlaskit ships its styles as atomic classes whose meaning depends on their order (shorthands before longhands, states
 * after base). Bundling by import order breaks that, so the finished stylesheet is sorted as Compiled's own bundler
 * plugins do. Needs `build.cssCodeSplit: false`: order across several files cannot be kept.
 */
export function sortCompiledCss(): Plugin {
  return {
    name: 'sort-compiled-css',
    // Vite itself puts the stylesheet together in generateBundle, after the plugins that do not ask to come last.
    enforce: 'post',
    generateBundle(_options, bundle) {
      for (const asset of Object.values(bundle)) {
        if (asset.type !== 'asset' || !asset.fileName.endsWith('.css')) continue;
        asset.source = sort(asset.source.toString(), {
          sortAtRulesEnabled: true,
          sortShorthandEnabled: true,
        });
      }
    },
  };
}
