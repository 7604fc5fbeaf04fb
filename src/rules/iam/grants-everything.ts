import type { PolicyStatement } from '../policy/document';
import { asList } from '../policy/public-access';

/** Whether the statement allows all actions on all resources. A condition may limit when, it does not limit what. */
export function grantsEverything(statement: PolicyStatement): boolean {
  return (
    statement.Effect === 'Allow' &&
    asList(statement.Action).some((action) => /^\*+(:\*+)?$/.test(action)) &&
    asList(statement.Resource).some((resource) => /^(\*+|arn:(\*|aws[\w-]*)(:\*+)+)$/.test(resource))
  );
}
