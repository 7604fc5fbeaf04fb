import { GetDetectorCommand, GuardDutyClient, ListDetectorsCommand } from '@aws-sdk/client-guardduty';
import type { AwsSession } from '../session';
import { ofFirst, type Probe } from './probe';

export function guardDutyProbes(session: AwsSession): [string, Probe][] {
  const guardDuty = session.clients.regional('guardduty', GuardDutyClient);
  const first = session.question(async () => {
    const { DetectorIds } = await guardDuty.send(new ListDetectorsCommand({}));
    return DetectorIds?.[0];
  });
  return [
    ['guardduty:ListDetectors', first],
    [
      'guardduty:GetDetector',
      ofFirst(first, 'detectors', (DetectorId) => guardDuty.send(new GetDetectorCommand({ DetectorId }))),
    ],
  ];
}
