import { JsonShapeDeserializer2, JsonShapeSerializer2 } from '@smithy/core/protocols';
import type { StaticOperationSchema } from '@smithy/types';
import type { Protocol } from './protocol';
import { inputOf, outputOf } from './protocol';
import { type RestRoutes, readRestInput } from './rest-reader';

/** Epoch seconds, unless a member says otherwise. */
const timestampFormat = { useTrait: true, default: 7 } as const;

/** KMS, DynamoDB and others. Source: https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html */
export function jsonProtocol(version: '1.0' | '1.1' = '1.1'): Protocol {
  const settings = { timestampFormat, jsonName: false };
  const contentType = { 'content-type': `application/x-amz-json-${version}` };
  return {
    identify(request) {
      const target = request.headers['x-amz-target'];
      const name = target?.split('.').at(-1);
      if (!name) return null;
      return {
        name,
        input: (schema) =>
          new JsonShapeDeserializer2(settings).readObject(
            inputOf(schema),
            JSON.parse(request.body.toString('utf8') || '{}'),
          ),
      };
    },
    writeOutput(schema, output, requestId) {
      const serializer = new JsonShapeSerializer2(settings);
      serializer.write(outputOf(schema), output);
      return {
        status: 200,
        headers: { ...contentType, 'x-amzn-requestid': requestId },
        body: textOf(serializer.flush()),
      };
    },
    writeError: (error, requestId) => ({
      status: error.status,
      headers: { ...contentType, 'x-amzn-requestid': requestId, ...error.headers },
      body: JSON.stringify({ __type: error.code, message: error.message, ...error.fields }),
    }),
  };
}

/** Lambda, EKS and others. Source: https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html */
export function restJsonProtocol(routes: RestRoutes): Protocol {
  const settings = { timestampFormat, jsonName: true };
  const contentType = { 'content-type': 'application/json' };
  return {
    identify(request) {
      const found = routes.match(request);
      return (
        found && {
          name: found.schema[2],
          input: (schema) => ({
            ...bodyOf(schema, request.body.toString('utf8')),
            ...readRestInput(schema, request, found.labels),
          }),
        }
      );
    },
    writeOutput(schema, output, requestId) {
      const serializer = new JsonShapeSerializer2(settings);
      serializer.write(outputOf(schema), output);
      return {
        status: 200,
        headers: { ...contentType, 'x-amzn-requestid': requestId },
        body: textOf(serializer.flush()),
      };
    },
    writeError: (error, requestId) => ({
      status: error.status,
      headers: {
        ...contentType,
        'x-amzn-requestid': requestId,
        'x-amzn-errortype': error.code,
        ...error.headers,
      },
      body: JSON.stringify({ Type: error.status < 500 ? 'User' : 'Server', message: error.message }),
    }),
  };
}

/** The members that stand in the body: all that are bound neither to the path nor to the query nor to a header. */
function bodyOf(schema: StaticOperationSchema, body: string): object {
  if (body === '') return {};
  return new JsonShapeDeserializer2({ timestampFormat, jsonName: true }).readObject(
    inputOf(schema),
    JSON.parse(body),
  );
}

function textOf(written: string | Uint8Array): string {
  return typeof written === 'string' ? written : new TextDecoder().decode(written);
}
