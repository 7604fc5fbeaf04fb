import type { PlainResponse } from './runtime/messages';

const STATUS_TEXT: Record<number, string> = {
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  204: 'No Content',
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  413: 'Payload Too Large',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
};

/** An answer of the platform with a JSON body; none for a 204. */
export function json(status: number, body?: unknown, headers: [string, string][] = []): PlainResponse {
  return {
    status,
    statusText: STATUS_TEXT[status] ?? '',
    headers: [['content-type', 'application/json'], ...headers],
    body: body === undefined ? '' : JSON.stringify(body),
  };
}

/** The shape in which KVS and SQL refuse: `{ code, message }`. */
export function refusal(status: number, code: string, message: string): PlainResponse {
  return json(status, { code, message });
}
