import { fail, type Judgement, pass } from '../../domain/judgement';
import type { GuidanceTarget } from '../define';
import type { GuardDutyRegion } from './resources';

/** What reading the detector takes; one GetDetector answers all rules of GuardDuty. */
export const DETECTOR_PERMISSIONS = ['guardduty:ListDetectors', 'guardduty:GetDetector'];

/**
 * Whether one of the features is on. Without a detector the answer is that it is off, which is the truth of this rule too:
 * an organisation may have switched `guardduty-enabled` off and still rely on this one.
 * @param watched what the feature watches, as the end of a sentence: `S3 data events are not analysed`
 */
export async function judgeFeature(
  region: GuardDutyRegion,
  features: string[],
  watched: string,
): Promise<Judgement> {
  const detector = await region.detector();
  if (detector === null)
    return fail(`GuardDuty is off in ${region.region}, so ${watched}`, { detector: null });
  if (detector.status !== 'ENABLED') {
    return fail(`GuardDuty is suspended in ${region.region}, so ${watched}`, {
      detector: detector.id,
      status: detector.status,
    });
  }
  const on = features.find((feature) => detector.features.get(feature) === 'ENABLED');
  if (on !== undefined) return pass(`${on} is on in ${region.region}`);
  return fail(`In ${region.region} ${watched}`, {
    detector: detector.id,
    features: Object.fromEntries(
      features.map((feature) => [feature, detector.features.get(feature) ?? 'not there']),
    ),
  });
}

/** Finds the detector and switches the feature on; `extra` is JSON that follows name and status. */
export function enableFeatureCli({ region }: GuidanceTarget, feature: string, extra = ''): string {
  return `DETECTOR=$(aws guardduty list-detectors --region ${region} --query 'DetectorIds[0]' --output text)
aws guardduty get-detector --detector-id "$DETECTOR" --region ${region} --query 'Features[].[Name,Status]' --output table

aws guardduty update-detector --detector-id "$DETECTOR" --region ${region} \\
  --features '[{"Name":"${feature}","Status":"ENABLED"${extra}}]'`;
}

/** The feature as a resource beside the detector; `extra` are blocks inside it. */
export function featureTerraform({ region }: GuidanceTarget, feature: string, extra = ''): string {
  return `# in the provider of ${region}
data "aws_guardduty_detector" "region" {}

resource "aws_guardduty_detector_feature" "${feature.toLowerCase()}" {
  detector_id = data.aws_guardduty_detector.region.id
  name        = "${feature}"
  status      = "ENABLED"${extra}
}`;
}
