import { afterAll, afterEach, beforeAll, describe } from 'vitest';
import type { SandboxOptions } from '../../../sandbox/sandbox';
import { NO_BROWSER, openSite, type Site } from './site';

/** A group of tests that share one site, opened before them and closed after them; skipped without a browser. */
export function describeSite(
  name: string,
  tests: (site: () => Site) => void,
  options: () => SandboxOptions = () => ({}),
): void {
  describe.skipIf(NO_BROWSER)(name, () => {
    let opened: Site | null = null;
    beforeAll(async () => {
      opened = await openSite(options());
    });
    afterEach(async () => {
      await opened?.leave();
    });
    afterAll(async () => {
      await opened?.close();
    });
    tests(() => {
      if (opened === null) throw new Error('The site is open only while its tests run');
      return opened;
    });
  });
}
