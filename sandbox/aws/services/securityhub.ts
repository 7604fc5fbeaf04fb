import * as securityhub from '@aws-sdk/client-securityhub';
import { paginate } from '../paginate';
import { type Call, knownOperations, operation, type Service } from '../service';
import { AwsError } from '../wire/aws-error';
import { restJsonDialect } from '../wire/dialect';
import { restJsonProtocol } from '../wire/json-protocol';
import { RestRoutes } from '../wire/rest-reader';
import { here } from './regional';

export const securityHubService: Service = {
  name: 'securityhub',
  global: false,
  protocol: restJsonProtocol(new RestRoutes({ ...securityhub })),
  dialect: restJsonDialect,
  known: knownOperations({ ...securityhub }),
  operations: [
    operation(securityhub.DescribeHub$, describeHub),
    operation(securityhub.GetEnabledStandards$, getEnabledStandards),
  ],
};

function describeHub(_input: securityhub.DescribeHubRequest, call: Call): securityhub.DescribeHubResponse {
  requireSubscription(call);
  return {
    HubArn: `arn:aws:securityhub:${call.region}:${call.account.id}:hub/default`,
    SubscribedAt: call.world.dateOf(400 * 86_400_000).toISOString(),
    AutoEnableControls: true,
    ControlFindingGenerator: 'SECURITY_CONTROL',
  };
}

function getEnabledStandards(
  input: securityhub.GetEnabledStandardsRequest,
  call: Call,
): securityhub.GetEnabledStandardsResponse {
  requireSubscription(call);
  const { items, next } = paginate(
    here(call).securityHub.standards,
    {
      limit: input.MaxResults,
      token: input.NextToken,
      max: 100,
      limitName: 'MaxResults',
      tokenName: 'NextToken',
    },
    call,
  );
  return {
    StandardsSubscriptions: items.map((standard) => ({
      StandardsArn: `arn:aws:securityhub:${call.region}::standards/${standard}`,
      StandardsSubscriptionArn: `arn:aws:securityhub:${call.region}:${call.account.id}:subscription/${standard}`,
      StandardsInput: {},
      StandardsStatus: 'READY',
    })),
    NextToken: next,
  };
}

function requireSubscription(call: Call): void {
  if (here(call).securityHub.subscribed) return;
  throw new AwsError(
    'InvalidAccessException',
    401,
    `Account ${call.account.id} is not subscribed to AWS Security Hub`,
  );
}
