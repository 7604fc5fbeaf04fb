import {
  type FunctionConfiguration,
  GetPolicyCommand,
  LambdaClient,
  ListFunctionUrlConfigsCommand,
} from '@aws-sdk/client-lambda';
import { type LambdaFunction, lambdaFunction } from '../../rules/lambda/resources';
import { UnreadableError } from '../../scan/evaluate/unreadable';
import { whenAbsent } from '../absent';
import { readAll, toListing } from '../read-list';
import type { AwsSession } from '../session';
import type { SharedLists } from '../shared-lists';
import { Source } from '../source';
import { parsePolicy } from './policy';
import type { Readers } from './readers';

const URLS_PAGE = 50;

export function lambdaReaders(session: AwsSession, lists: SharedLists): Readers {
  const { region } = session;
  const lambda = session.clients.regional('lambda', LambdaClient);
  const { source: functions } = lists.lambdaFunctions;

  const toFunction = (listed: FunctionConfiguration): LambdaFunction => {
    const FunctionName = functions.required(listed.FunctionName, 'FunctionName');
    const policyOf = (Qualifier?: string) =>
      session.question(async () => {
        // Also the answer for a function that has just been deleted: then the next list leaves it out.
        const answer = await whenAbsent(
          lambda.send(new GetPolicyCommand({ FunctionName, Qualifier })),
          ['ResourceNotFoundException'],
          null,
        );
        return answer === null
          ? null
          : parsePolicy(answer.Policy, new Source('lambda:GetPolicy', region), FunctionName);
      });
    const policy = policyOf();
    return {
      id: FunctionName,
      arn: functions.required(listed.FunctionArn, `FunctionArn of ${FunctionName}`),
      region,
      name: FunctionName,
      lastModified: listed.LastModified ?? '',
      get runtime() {
        if (listed.PackageType === 'Image') return null;
        return functions.required(listed.Runtime, `Runtime of ${FunctionName}`);
      },
      get environment() {
        const { Error: refused, Variables } = listed.Environment ?? {};
        if (refused !== undefined) throw notDecrypted(functions, FunctionName, refused.Message);
        return { ...Variables };
      },
      policy,
      urls: session.question(async () => {
        const source = new Source('lambda:ListFunctionUrlConfigs', region);
        const configs = await readAll({
          source,
          page: (Marker) =>
            lambda.send(new ListFunctionUrlConfigsCommand({ FunctionName, MaxItems: URLS_PAGE, Marker })),
          items: (page) => page.FunctionUrlConfigs,
          next: (page) => page.NextMarker,
        });
        return configs.map(({ FunctionUrl, FunctionArn, AuthType }) => {
          const alias = aliasIn(source.required(FunctionArn, `FunctionArn of the URL of ${FunctionName}`));
          return {
            url: FunctionUrl ?? '',
            authType: source.required(AuthType, `AuthType of ${FunctionName}`),
            policy: alias === undefined ? policy : policyOf(alias),
          };
        });
      }),
    };
  };

  return {
    [lambdaFunction.key]: async () => toListing(functions, await lists.lambdaFunctions.items(), toFunction),
  };
}

/** The alias in arn:aws:lambda:<region>:<account>:function:<name>:<alias>. */
function aliasIn(functionArn: string): string | undefined {
  return functionArn.split(':')[7];
}

/** Lambda lists a function whose variables the caller may not decrypt, with an error in place of them. */
function notDecrypted(source: Source, name: string, said: string | undefined): UnreadableError {
  return new UnreadableError({
    operation: source.operation,
    region: source.region,
    reason: 'access-denied',
    message: `Lambda did not decrypt the variables of ${name} for the role${said === undefined ? '.' : `: ${said}`}`,
  });
}
