import { GetDetectorCommand, GuardDutyClient, ListDetectorsCommand } from '@aws-sdk/client-guardduty';
import { type Detector, type GuardDutyRegion, guardDutyRegion } from '../../rules/guardduty/resources';
import type { AwsSession } from '../session';
import { Source } from '../source';
import type { Readers } from './readers';

export function guardDutyReaders(session: AwsSession): Readers {
  const { region } = session;
  const guardDuty = session.clients.regional('guardduty', GuardDutyClient);

  const settings: GuardDutyRegion = {
    id: session.accountId,
    arn: session.rootArn,
    region,
    detector: session.question(async (): Promise<Detector | null> => {
      const list = new Source('guardduty:ListDetectors', region);
      // A region has one detector at the most.
      const { DetectorIds } = await guardDuty.send(new ListDetectorsCommand({}));
      const [id] = list.required(DetectorIds, 'its list');
      if (id === undefined) return null;
      const answer = await guardDuty.send(new GetDetectorCommand({ DetectorId: id }));
      const source = new Source('guardduty:GetDetector', region);
      const features = source.required(answer.Features, 'the features');
      return {
        id,
        status: source.required(answer.Status, 'Status'),
        features: new Map(features.map(({ Name, Status }) => [String(Name), String(Status)])),
      };
    }),
  };
  return { [guardDutyRegion.key]: async () => ({ resources: [settings], failures: [] }) };
}
