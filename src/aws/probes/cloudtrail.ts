import {
  CloudTrailClient,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
} from '@aws-sdk/client-cloudtrail';
import type { AwsSession } from '../session';
import { firstOf, type Probe, Skipped } from './probe';

export function cloudTrailProbes(session: AwsSession): [string, Probe][] {
  const { clients } = session;
  const trail = session.question(async () => {
    const answer = await clients
      .global('cloudtrail', CloudTrailClient)
      .send(new DescribeTrailsCommand({ includeShadowTrails: true }));
    return answer.trailList?.[0];
  });
  const ofTrail =
    (ask: (arn: string, region: string) => Promise<unknown>): Probe =>
    async () => {
      const first = await firstOf(trail, 'the list of trails');
      if (first instanceof Skipped) return first;
      if (first?.TrailARN === undefined) return new Skipped('The account has no trail to ask about.');
      return ask(first.TrailARN, first.HomeRegion ?? session.region);
    };
  return [
    ['cloudtrail:DescribeTrails', trail],
    [
      'cloudtrail:GetTrailStatus',
      ofTrail((Name, region) =>
        clients.in(region, 'cloudtrail', CloudTrailClient).send(new GetTrailStatusCommand({ Name })),
      ),
    ],
    [
      'cloudtrail:GetEventSelectors',
      ofTrail((TrailName, region) =>
        clients.in(region, 'cloudtrail', CloudTrailClient).send(new GetEventSelectorsCommand({ TrailName })),
      ),
    ],
  ];
}
