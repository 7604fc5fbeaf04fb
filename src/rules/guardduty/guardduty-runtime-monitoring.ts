import { z } from 'zod';
import { defineRule } from '../define';
import { DETECTOR_PERMISSIONS, enableFeatureCli, featureTerraform, judgeFeature } from './feature';
import { guardDutyRegion } from './resources';

export default defineRule({
  id: 'guardduty-runtime-monitoring',
  title: 'GuardDuty watches workload runtimes',
  service: 'guardduty',
  severity: 'high',
  pillar: 'security',
  resource: guardDutyRegion,
  parameters: z.object({}),
  permissions: DETECTOR_PERMISSIONS,
  references: { fsbp: ['GuardDuty.7', 'GuardDuty.11'] },
  guidance: {
    why: 'Logs show what a workload says to AWS and to the network, not the reverse shell or the new binary inside the container. Runtime monitoring sees processes, files and connections on EC2, ECS and EKS, and so tells a break-in from a noisy deployment.',
    console: [
      'Open the GuardDuty console and choose the region.',
      'Choose "Runtime Monitoring" under Protection plans and choose Enable.',
      'Under "Automated agent configuration" choose Enable for Amazon EKS, AWS Fargate (ECS only) and Amazon EC2, as you use them.',
      'Open the Runtime coverage tab and look at what is not healthy.',
    ],
    cli: (target) =>
      enableFeatureCli(
        target,
        'RUNTIME_MONITORING',
        ',"AdditionalConfiguration":[{"Name":"EKS_ADDON_MANAGEMENT","Status":"ENABLED"}]',
      ),
    terraform: (target) =>
      featureTerraform(
        target,
        'RUNTIME_MONITORING',
        `

  additional_configuration {
    name   = "EKS_ADDON_MANAGEMENT"
    status = "ENABLED"
  }`,
      ),
    before:
      'The automated agent is a container on every EKS node, a sidecar of new Fargate tasks and a package installed by Systems Manager on instances: check memory limits, and that a VPC endpoint for GuardDuty data may be made. Begin with the agent off or with inclusion tags where a workload is sensitive.',
    links: [
      {
        title: 'GuardDuty Runtime Monitoring',
        url: 'https://docs.aws.amazon.com/guardduty/latest/ug/runtime-monitoring.html',
      },
      {
        title: 'Runtime coverage',
        url: 'https://docs.aws.amazon.com/guardduty/latest/ug/runtime-monitoring-assessing-coverage.html',
      },
    ],
  },
  judge: (region) =>
    judgeFeature(
      region,
      ['RUNTIME_MONITORING', 'EKS_RUNTIME_MONITORING'],
      'nothing watches what runs inside workloads',
    ),
});
