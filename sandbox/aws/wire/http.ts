/** An HTTP request as the codecs see it. */
export interface WireRequest {
  method: string;
  /** The path as it came, still percent-encoded, without the query string. */
  path: string;
  query: URLSearchParams;
  /** Lower-case names. */
  headers: Record<string, string>;
  body: Buffer;
}

/** An HTTP response that a codec wrote. */
export interface WireResponse {
  status: number;
  headers: Record<string, string>;
  body: string;
}
