import type { Caller } from './sessions';
import { AwsError } from './wire/aws-error';
import type { Dialect } from './wire/dialect';

/** The refusal of an action, in AWS's words. `reason` starts with `because` or `with an explicit deny`. */
export function accessDenied(
  dialect: Dialect,
  caller: Caller,
  action: string,
  reason: string,
  resource?: string,
): AwsError {
  const [code, status] = dialect.accessDenied;
  const on = resource === undefined ? '' : ` on resource: ${resource}`;
  const sentence = `User: ${caller.arn} is not authorized to perform: ${action}${on}${reason && ` ${reason}`}`;
  return new AwsError(
    code,
    status,
    code === 'UnauthorizedOperation'
      ? `You are not authorized to perform this operation. ${sentence}`
      : sentence,
  );
}
