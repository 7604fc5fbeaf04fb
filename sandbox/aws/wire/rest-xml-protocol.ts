import type { NormalizedSchema } from '@smithy/core/schema';
import type { StaticOperationSchema } from '@smithy/types';
import type { AwsError } from './aws-error';
import type { WireRequest, WireResponse } from './http';
import type { Protocol } from './protocol';
import { outputOf } from './protocol';
import { type RestRoutes, readRestInput } from './rest-reader';
import { scalarToText } from './scalars';
import { textElement, writeXml } from './xml-writer';

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

export interface RestXmlOptions {
  routes: RestRoutes;
  namespace: string;
  /** S3 puts its errors at the top of the document, other services wrap them in ErrorResponse. */
  wrapErrors: boolean;
  /** Takes the bucket out of host or path, so that what is left can be matched with the operations. */
  normalize?(request: WireRequest): { request: WireRequest; labels: Record<string, string> };
}

/** S3 and S3 Control. Source: https://smithy.io/2.0/aws/protocols/aws-restxml-protocol.html */
export function restXmlProtocol(options: RestXmlOptions): Protocol {
  return {
    identify(original) {
      const { request, labels } = options.normalize?.(original) ?? { request: original, labels: {} };
      const wanted = Object.keys(labels);
      const found = options.routes.match(
        request,
        (input) => options.normalize === undefined || hasBucket(input) === wanted.includes('Bucket'),
      );
      if (!found) return null;
      return {
        name: found.schema[2],
        input: (schema) => readRestInput(schema, request, { ...found.labels, ...labels }),
      };
    },
    writeOutput: (schema, output, requestId) => writeOutput(schema, output, requestId, options.namespace),
    writeError: (error, requestId) => writeError(error, requestId, options),
  };
}

function hasBucket(input: NormalizedSchema): boolean {
  for (const [name, member] of input.structIterator()) {
    if (name === 'Bucket') return Boolean(member.getMergedTraits().httpLabel);
  }
  return false;
}

function writeOutput(
  schema: StaticOperationSchema,
  output: unknown,
  requestId: string,
  namespace: string,
): WireResponse {
  const struct = outputOf(schema);
  const fields: Record<string, unknown> = typeof output === 'object' && output !== null ? { ...output } : {};
  const headers: Record<string, string> = { 'x-amz-request-id': requestId, 'x-amz-id-2': requestId };
  let body = '';
  let isPayload = false;
  let hasBody = false;
  for (const [name, member] of struct.structIterator()) {
    const { httpHeader, httpPayload } = member.getMergedTraits();
    if (httpHeader !== undefined) {
      if (fields[name] !== undefined) headers[httpHeader] = scalarToText(member, fields[name], 'http-date');
    } else if (httpPayload) {
      isPayload = true;
      if (fields[name] === undefined) continue;
      body = member.isStructSchema()
        ? DECLARATION +
          withNamespace(
            writeXml(member, fields[name], member.getMergedTraits().xmlName ?? member.getName() ?? name),
            namespace,
          )
        : String(fields[name]);
    } else hasBody = true;
  }
  if (hasBody && !isPayload) {
    const root = struct.getMergedTraits().xmlName ?? struct.getName() ?? schema[2];
    body = DECLARATION + withNamespace(writeXml(struct, fields, root), namespace);
  }
  if (body) headers['content-type'] = body.startsWith('<') ? 'application/xml' : 'application/json';
  return { status: 200, headers, body };
}

function withNamespace(element: string, namespace: string): string {
  return element.replace(/^<([\w:]+)/, `<$1 xmlns="${namespace}"`);
}

function writeError(error: AwsError, requestId: string, options: RestXmlOptions): WireResponse {
  const fields = Object.entries(error.fields)
    .map(([name, text]) => textElement(name, text))
    .join('');
  const content = textElement('Code', error.code) + textElement('Message', error.message) + fields;
  return {
    status: error.status,
    headers: {
      'content-type': 'application/xml',
      'x-amz-request-id': requestId,
      'x-amz-id-2': requestId,
      ...error.headers,
    },
    body: options.wrapErrors
      ? `${DECLARATION}<ErrorResponse xmlns="${options.namespace}"><Error>${content}</Error>${textElement('RequestId', requestId)}</ErrorResponse>`
      : `${DECLARATION}<Error>${content}${textElement('RequestId', requestId)}${textElement('HostId', requestId)}</Error>`,
  };
}
