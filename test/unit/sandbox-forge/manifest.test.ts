import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import {
  backendEgress,
  readManifest,
  resolverFunctionOf,
  timeoutSecondsOf,
} from '../../../sandbox/forge/manifest';

const DEFAULTS = { user: 25, background: 55 };
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function appWith(modules: object, permissions: object = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'forge-manifest-'));
  folders.push(folder);
  const app = {
    id: 'ari:cloud:ecosystem::app/00000000-1111-4222-8333-444444444444',
    runtime: { name: 'nodejs22.x' },
  };
  writeFileSync(join(folder, 'manifest.yml'), stringify({ app, modules, permissions }));
  return () => readManifest(folder);
}

const FUNCTION = [{ key: 'f', handler: 'index.f', timeoutSeconds: 300 }];
const PAGE = { key: 'page', title: 'Page', resource: 'main', resolver: { function: 'f' } };
const CONSUMER = { key: 'c', queue: 'q', function: 'f' };
const SCHEDULE = { key: 's', function: 'f', interval: 'hour' };
const TRIGGER = { key: 't', function: 'f', events: ['avi:jira:updated:issue'] };
const WEB = { key: 'w', function: 'f' };

describe('the time that a function may take', () => {
  it.each([
    ['a resolver', { 'jira:globalPage': [PAGE] }, 25],
    ['a consumer', { consumer: [CONSUMER] }, 300],
    ['a scheduled trigger', { scheduledTrigger: [SCHEDULE] }, 300],
    ['a product trigger', { trigger: [TRIGGER] }, 25],
    ['a web trigger', { webtrigger: [WEB] }, 55],
    ['a consumer that is a web trigger too', { consumer: [CONSUMER], webtrigger: [WEB] }, 55],
    ['a consumer that a page calls too', { consumer: [CONSUMER], 'jira:adminPage': [PAGE] }, 25],
    ['nothing that the sandbox plays', {}, 25],
  ])('of %s', (_what, modules, seconds) => {
    const manifest = appWith({ ...modules, function: FUNCTION })();
    expect(timeoutSecondsOf(manifest, 'f', DEFAULTS)).toBe(seconds);
  });

  it('is 55 seconds for a consumer that does not say', () => {
    const manifest = appWith({ consumer: [CONSUMER], function: [{ key: 'f', handler: 'index.f' }] })();
    expect(timeoutSecondsOf(manifest, 'f', DEFAULTS)).toBe(55);
  });
});

describe('a manifest', () => {
  it("is read: this app's own", () => {
    const manifest = readManifest(resolve(__dirname, '../../..'));
    expect(backendEgress(manifest)).toEqual(['*.amazonaws.com']);
    expect(resolverFunctionOf(manifest, 'finding-panel')).toBe('issue-panel-resolver');
    expect(resolverFunctionOf(manifest, 'hourly-scan')).toBeUndefined();
    expect(timeoutSecondsOf(manifest, 'scan-work-item', DEFAULTS)).toBe(900);
  });

  it('lists egress as addresses or objects', () => {
    const backend = ['*.amazonaws.com', { address: 'https://example.com' }];
    const manifest = appWith({ function: FUNCTION }, { external: { fetch: { backend } } })();
    expect(backendEgress(manifest)).toEqual(['*.amazonaws.com', 'https://example.com']);
  });

  it.each([
    ['a timeout beyond 900 seconds', { function: [{ key: 'f', handler: 'index.f', timeoutSeconds: 901 }] }],
    ['a function without handler', { function: [{ key: 'f' }] }],
    [
      'a filter that the sandbox does not play',
      { function: FUNCTION, trigger: [{ ...TRIGGER, filter: { expression: 'issue.id > 1' } }] },
    ],
  ])('with %s is refused, naming the place', (_what, modules) => {
    expect(appWith(modules)).toThrow(/manifest\.yml: modules\.(function|trigger)\.0/);
  });
});
