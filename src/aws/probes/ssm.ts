import {
  DescribeDocumentPermissionCommand,
  GetServiceSettingCommand,
  ListDocumentsCommand,
  ListResourceComplianceSummariesCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import type { AwsSession } from '../session';
import { ofFirst, type Probe } from './probe';

export function ssmProbes(session: AwsSession): [string, Probe][] {
  const ssm = session.clients.regional('ssm', SSMClient);
  const first = session.question(async () => {
    const own = new ListDocumentsCommand({ Filters: [{ Key: 'Owner', Values: ['Self'] }], MaxResults: 1 });
    return (await ssm.send(own)).DocumentIdentifiers?.[0]?.Name;
  });
  const SettingId = '/ssm/documents/console/public-sharing-permission';
  return [
    ['ssm:ListDocuments', first],
    [
      'ssm:DescribeDocumentPermission',
      ofFirst(first, 'documents', (Name) =>
        ssm.send(new DescribeDocumentPermissionCommand({ Name, PermissionType: 'Share' })),
      ),
    ],
    ['ssm:GetServiceSetting', () => ssm.send(new GetServiceSettingCommand({ SettingId }))],
    [
      'ssm:ListResourceComplianceSummaries',
      () => ssm.send(new ListResourceComplianceSummariesCommand({ MaxResults: 1 })),
    ],
  ];
}
