import { z } from 'zod';
import { defineRule } from '../define';
import { DETECTOR_PERMISSIONS, enableFeatureCli, featureTerraform, judgeFeature } from './feature';
import { guardDutyRegion } from './resources';

export default defineRule({
  id: 'guardduty-eks-audit',
  title: 'GuardDuty analyses EKS audit logs',
  service: 'guardduty',
  severity: 'high',
  pillar: 'security',
  resource: guardDutyRegion,
  parameters: z.object({}),
  permissions: DETECTOR_PERMISSIONS,
  references: { fsbp: ['GuardDuty.5'] },
  guidance: {
    why: "Whoever holds a stolen kubeconfig or a pod's service account talks to the Kubernetes API, of which CloudTrail sees nothing. GuardDuty reads the audit logs of every cluster and reports anonymous access, privileged containers and the use of exposed dashboards.",
    console: [
      'Open the GuardDuty console and choose the region.',
      'Choose "EKS Protection" under Protection plans.',
      'Choose Enable under "EKS audit log monitoring" and confirm; in an organisation do it in the delegated administrator account.',
    ],
    cli: (target) => enableFeatureCli(target, 'EKS_AUDIT_LOGS'),
    terraform: (target) => featureTerraform(target, 'EKS_AUDIT_LOGS'),
    before:
      'Nothing has to be switched on in the clusters, and their own audit logs in CloudWatch are not needed. The plan is billed by the number of audit log events; a cluster with chatty controllers costs more than its size suggests.',
    links: [
      {
        title: 'GuardDuty EKS Protection',
        url: 'https://docs.aws.amazon.com/guardduty/latest/ug/kubernetes-protection.html',
      },
      {
        title: 'EKS Protection finding types',
        url: 'https://docs.aws.amazon.com/guardduty/latest/ug/guardduty-finding-types-eks-audit-logs.html',
      },
    ],
  },
  judge: (region) => judgeFeature(region, ['EKS_AUDIT_LOGS'], 'EKS audit logs are not analysed'),
});
