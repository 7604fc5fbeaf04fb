import type { AwsError } from './aws-error';
import { readForm } from './form-reader';
import type { WireRequest } from './http';
import type { Named, Protocol } from './protocol';
import { inputOf, outputOf } from './protocol';
import { textElement, writeXmlMembers } from './xml-writer';

const XML = 'text/xml;charset=utf-8';
const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** IAM, STS and RDS. Source: https://smithy.io/2.0/aws/protocols/aws-query-protocol.html */
export function queryProtocol(namespace: string): Protocol {
  return {
    identify: (request) => identifyForm(request, false),
    writeOutput: (schema, output, requestId) => ({
      status: 200,
      headers: { 'content-type': XML, 'x-amzn-requestid': requestId },
      body:
        `${DECLARATION}<${schema[2]}Response xmlns="${namespace}">` +
        `<${schema[2]}Result>${writeXmlMembers(outputOf(schema), output)}</${schema[2]}Result>` +
        `<ResponseMetadata>${textElement('RequestId', requestId)}</ResponseMetadata></${schema[2]}Response>`,
    }),
    writeError: (error, requestId) => ({
      status: error.status,
      headers: { 'content-type': XML, 'x-amzn-requestid': requestId, ...error.headers },
      body:
        `${DECLARATION}<ErrorResponse xmlns="${namespace}"><Error>` +
        `${textElement('Type', error.status < 500 ? 'Sender' : 'Receiver')}${codeAndMessage(error)}</Error>` +
        `${textElement('RequestId', requestId)}</ErrorResponse>`,
    }),
  };
}

/** EC2. Source: https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html */
export function ec2QueryProtocol(namespace: string): Protocol {
  return {
    identify: (request) => identifyForm(request, true),
    writeOutput: (schema, output, requestId) => ({
      status: 200,
      headers: { 'content-type': XML, 'x-amzn-requestid': requestId },
      body:
        `${DECLARATION}<${schema[2]}Response xmlns="${namespace}">${textElement('requestId', requestId)}` +
        `${writeXmlMembers(outputOf(schema), output)}</${schema[2]}Response>`,
    }),
    writeError: (error, requestId) => ({
      status: error.status,
      headers: { 'content-type': XML, 'x-amzn-requestid': requestId, ...error.headers },
      body:
        `${DECLARATION}<Response><Errors><Error>${codeAndMessage(error)}</Error></Errors>` +
        `${textElement('RequestID', requestId)}</Response>`,
    }),
  };
}

function identifyForm(request: WireRequest, ec2: boolean): Named | null {
  const form = new URLSearchParams(request.body.length > 0 ? request.body.toString('utf8') : request.query);
  const name = form.get('Action');
  return name === null ? null : { name, input: (schema) => readForm(inputOf(schema), form, { ec2 }) };
}

function codeAndMessage(error: AwsError): string {
  return textElement('Code', error.code) + textElement('Message', error.message);
}
