import type { z } from 'zod';

/** A refusal of the sandbox or of its Jira, in the server's own words. */
export class RequestFailed extends Error {
  readonly status: number;
  /** Field id to what is wrong with it, where Jira says so. */
  readonly fields: Record<string, string>;

  constructor(status: number, message: string, fields: Record<string, string> = {}) {
    super(message);
    this.name = 'RequestFailed';
    this.status = status;
    this.fields = fields;
  }
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** Sends a request as the current user and checks the answer. Throws RequestFailed for every answer that is not 2xx. */
export async function request<T>(
  method: Method,
  path: string,
  schema: z.ZodType<T>,
  body?: unknown,
): Promise<T> {
  return schema.parse(await (await send(method, path, body)).json());
}

/** Like `request`, for calls whose answer has no content. */
export async function command(method: Method, path: string, body?: unknown): Promise<void> {
  await send(method, path, body);
}

async function send(method: Method, path: string, body: unknown): Promise<Response> {
  const response = await fetch(path, {
    method,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  if (!response.ok) throw await failureOf(response);
  return response;
}

async function failureOf(response: Response): Promise<RequestFailed> {
  const text = await response.text();
  const { messages, fields } = readJiraErrors(text);
  const all = [...messages, ...Object.values(fields)];
  return new RequestFailed(
    response.status,
    all.length > 0 ? all.join(' ') : `The sandbox answered ${response.status}.`,
    fields,
  );
}

function readJiraErrors(text: string): { messages: string[]; fields: Record<string, string> } {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body !== 'object' || body === null) return { messages: [], fields: {} };
    const messages = 'errorMessages' in body && Array.isArray(body.errorMessages) ? body.errorMessages : [];
    const errors =
      'errors' in body && typeof body.errors === 'object' ? Object.entries(body.errors ?? {}) : [];
    return {
      messages: messages.map(String),
      fields: Object.fromEntries(errors.map(([field, message]) => [field, String(message)])),
    };
  } catch {
    return { messages: [], fields: {} };
  }
}
