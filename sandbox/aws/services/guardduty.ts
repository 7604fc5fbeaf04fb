import * as guardduty from '@aws-sdk/client-guardduty';
import { GUARDDUTY_FEATURES } from '../estate/guardduty';
import { type Call, knownOperations, operation, type Service } from '../service';
import { AwsError } from '../wire/aws-error';
import { restJsonDialect } from '../wire/dialect';
import { restJsonProtocol } from '../wire/json-protocol';
import { RestRoutes } from '../wire/rest-reader';
import { stableHex } from '../world';
import { here } from './regional';

/** What GuardDuty always reads, once it runs. */
const FOUNDATIONAL = ['FLOW_LOGS', 'CLOUD_TRAIL', 'DNS_LOGS'] as const;

export const guardDutyService: Service = {
  name: 'guardduty',
  global: false,
  protocol: restJsonProtocol(new RestRoutes({ ...guardduty })),
  dialect: restJsonDialect,
  known: knownOperations({ ...guardduty }),
  operations: [
    operation(guardduty.ListDetectors$, listDetectors),
    operation(guardduty.GetDetector$, getDetector),
  ],
};

function detectorId(call: Call): string | null {
  return here(call).guardDuty.detector === 'none'
    ? null
    : stableHex(32, 'detector', call.account.id, call.region);
}

function listDetectors(_input: guardduty.ListDetectorsRequest, call: Call): guardduty.ListDetectorsResponse {
  const id = detectorId(call);
  return { DetectorIds: id === null ? [] : [id] };
}

/** Source: https://docs.aws.amazon.com/guardduty/latest/APIReference/API_GetDetector.html */
function getDetector(input: guardduty.GetDetectorRequest, call: Call): guardduty.GetDetectorResponse {
  if (input.DetectorId === undefined || input.DetectorId !== detectorId(call)) {
    throw new AwsError(
      'BadRequestException',
      400,
      'The request is rejected because the input detectorId is not owned by the current account.',
    );
  }
  const { detector, off } = here(call).guardDuty;
  return {
    Status: detector === 'enabled' ? 'ENABLED' : 'DISABLED',
    ServiceRole: `arn:aws:iam::${call.account.id}:role/aws-service-role/guardduty.amazonaws.com/AWSServiceRoleForAmazonGuardDuty`,
    FindingPublishingFrequency: 'FIFTEEN_MINUTES',
    CreatedAt: call.world.dateOf(400 * 86_400_000).toISOString(),
    Features: [
      ...FOUNDATIONAL.map((Name) => ({ Name, Status: 'ENABLED' as const })),
      ...GUARDDUTY_FEATURES.map((Name) => ({
        Name,
        Status: off.includes(Name) ? ('DISABLED' as const) : ('ENABLED' as const),
      })),
    ],
  };
}
