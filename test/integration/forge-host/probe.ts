import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import { createForgeHost, type ForgeHost, type ForgeHostOptions } from '../../../sandbox/forge/host';
import type { LogLine } from '../../../sandbox/forge/log';

const APP = fileURLToPath(new URL('../../fixtures/forge-app', import.meta.url));

export interface Asked {
  method: string;
  path: string;
  host: string;
  forwardedHost: string | null;
  authorization: string | null;
  body: string;
}

export interface Endpoint {
  url: string;
  asked: Asked[];
  close(): Promise<void>;
}

/** An HTTP server that answers with what it was asked; /rest/api/3/slow takes its time. */
export async function startEndpoint(): Promise<Endpoint> {
  const asked: Asked[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const seen: Asked = {
      method: request.method ?? '',
      path: request.url ?? '',
      host: request.headers.host ?? '',
      forwardedHost: String(request.headers['x-forwarded-host'] ?? '') || null,
      authorization: request.headers.authorization ?? null,
      body: Buffer.concat(chunks).toString('utf8'),
    };
    asked.push(seen);
    if (seen.path.endsWith('/slow')) await new Promise((done) => setTimeout(done, 150));
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(seen));
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  return {
    url: `http://127.0.0.1:${address.port}`,
    asked,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export interface Probe {
  host: ForgeHost;
  lines: LogLine[];
  /** Calls the fixture's page as `ann`, or as `accountId`. */
  ask(functionKey: string, payload?: object, accountId?: string | null): Promise<unknown>;
  /** What the app said as JSON of the event with this name. */
  said(name: string): Record<string, unknown>[];
}

/** Starts test/fixtures/forge-app on a host of its own. */
export async function startProbe(options: Partial<ForgeHostOptions> = {}): Promise<Probe> {
  const lines: LogLine[] = [];
  const host = await createForgeHost({
    appDir: APP,
    jiraBaseUrl: 'http://127.0.0.1:9',
    jiraAuthorization: (provider, accountId) => ({ authorization: `${provider} ${accountId ?? ''}`.trim() }),
    log: (line) => lines.push(line),
    workers: 2,
    ...options,
  });
  return {
    host,
    lines,
    ask: (functionKey, payload = {}, accountId = 'ann') =>
      host.invokeResolver({
        moduleKey: 'page',
        functionKey,
        payload,
        accountId,
        extension: { type: 'jira:globalPage' },
      }),
    said: (name) =>
      lines
        .filter(({ source, text }) => source === 'app' && text.startsWith('{'))
        .map((line): Record<string, unknown> => JSON.parse(line.text))
        .filter((said) => said['name'] === name),
  };
}
