import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AwsSession } from '../../../src/aws/session';

export interface Answer {
  status?: number;
  type?: string;
  body: string;
  /** Cut the connection in place of an answer. */
  cut?: boolean;
}

export interface RawServer {
  url: string;
  /** Method, path and form of every request, in order. */
  requests: { host: string; url: string; body: string }[];
  close(): Promise<void>;
}

/** Answers every request as told, whatever AWS would say. */
export async function rawServer(
  answer: (request: IncomingMessage, body: string) => Answer,
): Promise<RawServer> {
  const requests: RawServer['requests'] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    requests.push({ host: request.headers.host ?? '', url: request.url ?? '', body });
    const said = answer(request, body);
    if (said.cut) {
      response.destroy();
      return;
    }
    response.writeHead(said.status ?? 200, { 'content-type': said.type ?? 'text/xml' });
    response.end(said.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // listen() on TCP gives an AddressInfo; a string is the path of a pipe.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A session whose every call goes to the address. */
export function sessionAt(endpoint: string, scope = 'eu-west-1'): AwsSession {
  const credentials = {
    accessKeyId: 'ASIATESTTESTTESTTEST',
    secretAccessKey: 'secret',
    sessionToken: 'token',
  };
  return new AwsSession({ accountId: '111122223333', partition: 'aws', scope, credentials, endpoint });
}
