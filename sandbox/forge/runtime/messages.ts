/** What the host thread and a worker thread say to each other. */

export interface PlainRequest {
  method: string;
  headers: [string, string][];
  body: string | null;
}

export interface PlainResponse {
  status: number;
  statusText: string;
  headers: [string, string][];
  body: string;
}

export interface ForgeTarget {
  type?: string;
  provider?: string;
  remote?: string;
  accountId?: string;
}

export interface InvokeMessage {
  kind: 'invoke';
  invocationId: string;
  handler: string;
  args: unknown[];
  appContext: Record<string, unknown>;
  contextAri: string;
  /** Milliseconds since 1970, by the real clock. */
  deadline: number;
  /** Milliseconds by which the sandbox's clock is ahead of the real one. */
  clockOffset: number;
  /** Requests that `fetch` may make in this invocation. */
  egressRequests: number;
  /** Test seam: cut the invocation off when its Nth external call has been answered. */
  killAfterCalls: number | null;
}

export interface ForgeAnswerMessage {
  kind: 'forge-answer';
  callId: number;
  response: PlainResponse;
}

export type ToWorker = InvokeMessage | ForgeAnswerMessage;

export interface ForgeCallMessage {
  kind: 'forge-call';
  invocationId: string;
  callId: number;
  target: ForgeTarget;
  path: string;
  request: PlainRequest;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Each but the first tells which invocation it comes from: one that has ended may still have something open. */
export type FromWorker =
  | { kind: 'ready' }
  | ForgeCallMessage
  | { kind: 'external'; invocationId: string; host: string }
  | { kind: 'heap'; invocationId: string; bytes: number }
  | { kind: 'log'; invocationId: string; level: LogLevel; text: string }
  | { kind: 'returned'; invocationId: string; value: unknown }
  | { kind: 'threw'; invocationId: string; name: string; message: string; stack: string }
  | { kind: 'killed'; invocationId: string };

export interface WorkerSetup {
  bundle: string;
  egress: string[];
  outboundRequestSeconds: number;
  aws: { endpoint: string; addressing: 'as-asked' | 'path' } | null;
}
