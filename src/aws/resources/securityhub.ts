import {
  DescribeHubCommand,
  GetEnabledStandardsCommand,
  SecurityHubClient,
} from '@aws-sdk/client-securityhub';
import { type SecurityHubRegion, securityHubRegion } from '../../rules/securityhub/resources';
import { UnreadableError } from '../../scan/evaluate/unreadable';
import { readAll } from '../read-list';
import type { AwsSession } from '../session';
import { Source } from '../source';
import type { Readers } from './readers';

export function securityHubReaders(session: AwsSession): Readers {
  const { region } = session;
  const securityHub = session.clients.regional('securityhub', SecurityHubClient);

  const settings: SecurityHubRegion = {
    id: session.accountId,
    arn: session.rootArn,
    region,
    hub: session.question(async () => {
      try {
        const answer = await securityHub.send(new DescribeHubCommand({}));
        const arn = new Source('securityhub:DescribeHub', region).required(answer.HubArn, 'HubArn');
        return { arn, subscribedAt: answer.SubscribedAt ?? null };
      } catch (error) {
        if (saysNotSubscribed(error)) return null;
        throw error;
      }
    }),
    enabledStandards: session.question(async () => {
      const source = new Source('securityhub:GetEnabledStandards', region);
      const subscriptions = await readAll({
        source,
        page: (NextToken) => securityHub.send(new GetEnabledStandardsCommand({ MaxResults: 100, NextToken })),
        items: (page) => page.StandardsSubscriptions,
        next: (page) => page.NextToken,
      });
      return subscriptions
        .filter(
          ({ StandardsStatus }) =>
            !['DELETING', 'FAILED'].includes(source.required(StandardsStatus, 'StandardsStatus')),
        )
        .map(({ StandardsArn }) => source.required(StandardsArn, 'StandardsArn'));
    }),
  };
  return { [securityHubRegion.key]: async () => ({ resources: [settings], failures: [] }) };
}

/**
 * Security Hub answers InvalidAccessException to an account that is not subscribed, and to some callers that may not ask;
 * only the words tell which.
 */
function saysNotSubscribed(error: unknown): boolean {
  return (
    error instanceof UnreadableError &&
    error.code === 'InvalidAccessException' &&
    /not subscribed/i.test(error.message)
  );
}
