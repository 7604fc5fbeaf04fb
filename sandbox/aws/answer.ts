import { setTimeout as sleep } from 'node:timers/promises';
import { accessDenied } from './access-denied';
import { authenticate } from './authenticate';
import { emptyAccount } from './estate/parse';
import type { Fault, Faults } from './faults';
import { whyDenied } from './permissions';
import type { Call, Operation, Service } from './service';
import { serviceFor, serviceNames } from './services/index';
import type { Caller, Sessions } from './sessions';
import { AwsError } from './wire/aws-error';
import type { Dialect } from './wire/dialect';
import type { WireRequest, WireResponse } from './wire/http';
import { type Location, locate } from './wire/location';
import type { World } from './world';

/** AWS lets nobody disable it. */
const ALWAYS_ENABLED = 'us-east-1';

const REGION_NOT_ENABLED: Record<string, string> = {
  AuthFailure: 'AWS was not able to validate the provided access credentials',
  InvalidAccessKeyId: 'The AWS Access Key Id you provided does not exist in our records.',
  RegionDisabledException:
    'STS is not activated in this region for the requested account. Your account administrator can activate STS in this region using the IAM Console.',
};

export interface Sandbox {
  world: World;
  sessions: Sessions;
  faults: Faults;
  count(operation: string, region: string): void;
}

/** Answers one request as AWS would; `reset` when a fault wants the connection cut. */
export async function answer(
  sandbox: Sandbox,
  request: WireRequest,
  requestId: string,
): Promise<WireResponse | 'reset'> {
  const location = locate(request);
  const service = location && serviceFor(location.service, request);
  if (!location || !service) return notAws(request, location);
  try {
    return await answerService(sandbox, request, requestId, service, location);
  } catch (error) {
    if (error instanceof AwsError) return service.protocol.writeError(error, requestId);
    console.error(`the AWS sandbox failed in ${service.name}`, error);
    const [code, status] = service.dialect.internal;
    const message = error instanceof Error ? error.message : String(error);
    return service.protocol.writeError(
      new AwsError(code, status, `the sandbox failed: ${message}`),
      requestId,
    );
  }
}

async function answerService(
  sandbox: Sandbox,
  request: WireRequest,
  requestId: string,
  service: Service,
  location: Location,
): Promise<WireResponse | 'reset'> {
  const { dialect, protocol } = service;
  const named = protocol.identify(request);
  if (named) sandbox.count(`${service.name}:${named.name}`, location.region);
  const caller = authenticate(request, sandbox.world, sandbox.sessions, dialect);
  const found = named && service.operations.find(({ schema }) => schema[2] === named.name);
  if (!named || !found) throw noSuchOperation(service, named?.name ?? `${request.method} ${request.path}`);

  const operation = `${service.name}:${named.name}`;
  const action = found.action ?? `${service.actionPrefix ?? service.name}:${named.name}`;
  const faults = sandbox.faults.strike({
    accountId: caller.accountId,
    region: location.region,
    names: [operation, action],
    attempt: attemptOf(request),
  });
  for (const fault of faults) {
    if (fault.kind === 'latency') await sleep(fault.ms);
    else if (fault.kind === 'reset') return 'reset';
    else if (fault.kind === 'malformed') return malformed(requestId);
    else if (fault.kind === 'echo') throw echoOf(request);
    else throw faultError(fault, dialect, caller, action);
  }

  const call = callOf(sandbox, service, location, caller, operation);
  authorize(call, service, action, found);
  const output = found.run(named.input(found.schema), call);
  return protocol.writeOutput(found.schema, output, requestId);
}

/** The SDK sends `attempt=2; max=4`; who says nothing of it tries once. */
function attemptOf({ headers }: WireRequest): number {
  return Number(/attempt=(\d+)/.exec(headers['amz-sdk-request'] ?? '')?.[1] ?? 1);
}

function callOf(
  sandbox: Sandbox,
  service: Service,
  location: Location,
  caller: Caller,
  operation: string,
): Call {
  const { world, sessions } = sandbox;
  return {
    world,
    sessions,
    dialect: service.dialect,
    caller,
    account: world.account(caller.accountId) ?? emptyAccount(caller.accountId),
    region: location.region,
    location,
    operation,
    now: world.now(),
  };
}

/** Throws when the caller may not do this, or may not do it in this region. */
function authorize(call: Call, service: Service, action: string, asked: Operation): void {
  const { account, caller, region, dialect, world } = call;
  const enabled = region === ALWAYS_ENABLED || world.enabledRegions(account).includes(region);
  if (!service.global && !asked.global && !enabled) {
    const [code, status] = dialect.regionNotEnabled;
    throw new AwsError(
      code,
      status,
      REGION_NOT_ENABLED[code] ?? 'The security token included in the request is invalid.',
    );
  }
  // STS looks at the trust policy of the role itself, and anyone may ask who they are.
  if (service.name === 'sts' || asked.answersStrangers) return;
  const reason = whyDenied(caller.roleName === null ? undefined : account.roles[caller.roleName], action);
  if (reason) throw accessDenied(dialect, caller, action, reason);
}

function faultError(
  fault: Exclude<Fault, { kind: 'latency' | 'reset' | 'malformed' | 'echo' }>,
  dialect: Dialect,
  caller: Caller,
  action: string,
): AwsError {
  switch (fault.kind) {
    case 'deny':
      return accessDenied(
        dialect,
        caller,
        action,
        fault.by === 'scp'
          ? 'with an explicit deny in a service control policy'
          : `because no identity-based policy allows the ${action} action`,
      );
    case 'throttle': {
      const [code, status] = dialect.throttled;
      return new AwsError(
        code,
        status,
        code === 'RequestLimitExceeded' ? 'Request limit exceeded.' : 'Rate exceeded',
      );
    }
    case 'error': {
      const [code] = fault.status === 503 ? dialect.unavailable : dialect.internal;
      return new AwsError(
        code,
        fault.status ?? 500,
        'The request processing has failed because of an unknown error.',
      );
    }
  }
}

/** As AWS does where a signature does not match, on one line: what leaks by its first words leaks. */
function echoOf({ headers, body }: WireRequest): AwsError {
  const sent = [headers['x-amz-security-token'], body, headers.authorization].filter(Boolean).join(' ');
  return new AwsError('SignatureDoesNotMatch', 403, `The string to sign should have been ${sent}`);
}

function malformed(requestId: string): WireResponse {
  return {
    status: 200,
    headers: { 'content-type': 'text/html', 'x-amzn-requestid': requestId },
    body: '<html><body>502 Bad Gateway<br></html',
  };
}

/** Never an empty success: what is not here says so, by name. */
function noSuchOperation(service: Service, name: string): AwsError {
  if (service.known(name)) {
    const here = service.operations.map(({ schema }) => schema[2]).sort();
    return new AwsError(
      'NotImplemented',
      501,
      `The AWS sandbox does not implement ${service.name}:${name}. Of ${service.name} it has ${here.join(', ')}.`,
    );
  }
  const [code, status] = service.dialect.unknownOperation;
  return new AwsError(code, status, `${service.name} has no operation ${name}.`);
}

function notAws(request: WireRequest, location: Location | null): WireResponse {
  const what = location
    ? `The AWS sandbox has no service ${location.service}. It has ${serviceNames().join(', ')}.`
    : `${request.method} ${request.path} is no signed AWS request: neither the host nor an Authorization header names a service.`;
  return {
    status: location ? 501 : 400,
    headers: {
      'content-type': 'application/json',
      'x-amzn-errortype': location ? 'NotImplemented' : 'BadRequest',
    },
    body: JSON.stringify({ __type: location ? 'NotImplemented' : 'BadRequest', message: what }),
  };
}
