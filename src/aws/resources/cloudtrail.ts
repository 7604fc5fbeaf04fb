import {
  CloudTrailClient,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
  type Trail as ListedTrail,
} from '@aws-sdk/client-cloudtrail';
import { type CloudTrailAccount, cloudTrailAccount, type Trail } from '../../rules/cloudtrail/resources';
import type { AwsSession } from '../session';
import { Source } from '../source';
import type { Readers } from './readers';

export function cloudTrailReaders(session: AwsSession): Readers {
  const trails = session.question(async () => {
    const source = new Source('cloudtrail:DescribeTrails', 'global');
    const command = new DescribeTrailsCommand({ includeShadowTrails: true });
    const answer = await session.clients.global('cloudtrail', CloudTrailClient).send(command);
    return source.required(answer.trailList, 'its list').map((trail) => toTrail(session, source, trail));
  });

  const account: CloudTrailAccount = {
    id: session.accountId,
    arn: session.rootArn,
    region: 'global',
    trails,
  };
  return { [cloudTrailAccount.key]: async () => ({ resources: [account], failures: [] }) };
}

function toTrail(session: AwsSession, source: Source, trail: ListedTrail): Trail {
  const arn = source.required(trail.TrailARN, 'TrailARN');
  const homeRegion = trail.HomeRegion ?? source.required(arn.split(':')[3], 'HomeRegion');
  const client = () => session.clients.in(homeRegion, 'cloudtrail', CloudTrailClient);
  return {
    name: trail.Name ?? arn,
    arn,
    homeRegion,
    isMultiRegion: source.required(trail.IsMultiRegionTrail, `IsMultiRegionTrail of ${arn}`),
    isOrganization: trail.IsOrganizationTrail ?? false,
    isLogging: session.question(async () => {
      const answer = await client().send(new GetTrailStatusCommand({ Name: arn }));
      return new Source('cloudtrail:GetTrailStatus', homeRegion).required(answer.IsLogging, 'IsLogging');
    }),
    eventSelectors: session.question(async () => {
      const answer = await client().send(new GetEventSelectorsCommand({ TrailName: arn }));
      // An answer without its ARN is not CloudTrail's; a trail without selectors still has one.
      new Source('cloudtrail:GetEventSelectors', homeRegion).required(answer.TrailARN, 'TrailARN');
      return { basic: answer.EventSelectors ?? [], advanced: answer.AdvancedEventSelectors ?? [] };
    }),
  };
}
