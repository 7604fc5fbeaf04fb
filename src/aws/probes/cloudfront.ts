import {
  CloudFrontClient,
  GetDistributionConfigCommand,
  ListDistributionsCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-cloudfront';
import type { AwsSession } from '../session';
import { ofFirst, type Probe } from './probe';

export function cloudFrontProbes(session: AwsSession): [string, Probe][] {
  const cloudFront = session.clients.global('cloudfront', CloudFrontClient);
  const first = session.question(async () => {
    const { DistributionList } = await cloudFront.send(new ListDistributionsCommand({ MaxItems: 1 }));
    return DistributionList?.Items?.[0];
  });
  return [
    ['cloudfront:ListDistributions', first],
    [
      'cloudfront:GetDistributionConfig',
      ofFirst(first, 'distributions', ({ Id }) => cloudFront.send(new GetDistributionConfigCommand({ Id }))),
    ],
    [
      'cloudfront:ListTagsForResource',
      ofFirst(first, 'distributions', ({ ARN }) =>
        cloudFront.send(new ListTagsForResourceCommand({ Resource: ARN })),
      ),
    ],
  ];
}
