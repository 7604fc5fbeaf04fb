import {
  DescribeDocumentPermissionCommand,
  type DocumentIdentifier,
  GetServiceSettingCommand,
  ListDocumentsCommand,
  ListResourceComplianceSummariesCommand,
  type ResourceComplianceSummaryItem,
  SSMClient,
} from '@aws-sdk/client-ssm';
import {
  type ManagedNode,
  managedNode,
  type SsmDocument,
  type SsmRegion,
  ssmDocument,
  ssmRegion,
} from '../../rules/ssm/resources';
import { whileItExists } from '../absent';
import { readAll, readListing } from '../read-list';
import type { AwsSession } from '../session';
import { Source } from '../source';
import type { Readers } from './readers';
import { tagsOf } from './tags';

/** The largest pages that each takes. */
const DOCUMENTS_PAGE = 50;
const PERMISSIONS_PAGE = 200;
const SUMMARIES_PAGE = 50;

export function ssmReaders(session: AwsSession): Readers {
  const { region, accountId, partition } = session;
  const ssm = session.clients.regional('ssm', SSMClient);

  const settings: SsmRegion = {
    id: accountId,
    arn: session.rootArn,
    region,
    publicSharingPermission: session.question(async () => {
      const SettingId = '/ssm/documents/console/public-sharing-permission';
      const { ServiceSetting } = await ssm.send(new GetServiceSettingCommand({ SettingId }));
      return new Source('ssm:GetServiceSetting', region).required(
        ServiceSetting?.SettingValue,
        'SettingValue',
      );
    }),
  };

  const documents = new Source('ssm:ListDocuments', region);
  const toDocument = (listed: DocumentIdentifier): SsmDocument => {
    const Name = documents.required(listed.Name, 'Name');
    return {
      id: Name,
      arn: `arn:${partition}:ssm:${region}:${accountId}:document/${Name}`,
      region,
      name: Name,
      tags: tagsOf(listed.Tags),
      documentType: listed.DocumentType ?? '',
      sharedWith: session.question(() =>
        readAll({
          source: new Source('ssm:DescribeDocumentPermission', region),
          page: (NextToken) =>
            whileItExists(
              ssm.send(
                new DescribeDocumentPermissionCommand({
                  Name,
                  PermissionType: 'Share',
                  MaxResults: PERMISSIONS_PAGE,
                  NextToken,
                }),
              ),
              ['InvalidDocument'],
            ),
          items: (page) => page.AccountIds,
          next: (page) => page.NextToken,
        }),
      ),
    };
  };

  const summaries = new Source('ssm:ListResourceComplianceSummaries', region);
  const toNode = (summary: ResourceComplianceSummaryItem): ManagedNode => {
    const id = summaries.required(summary.ResourceId, 'ResourceId');
    const { NonCompliantCount, SeveritySummary = {} } = summary.NonCompliantSummary ?? {};
    const bySeverity = Object.entries(SeveritySummary).flatMap(([name, count]): [string, number][] =>
      count ? [[name.replace(/Count$/, '').toLowerCase(), count]] : [],
    );
    return {
      id,
      arn: `arn:${partition}:ssm:${region}:${accountId}:managed-instance/${id}`,
      region,
      nonCompliant:
        bySeverity.length > 0 ? Object.fromEntries(bySeverity) : { unspecified: NonCompliantCount ?? 0 },
      get patchStatus() {
        return summaries.required(summary.Status, `Status of ${id}`);
      },
    };
  };

  return {
    [ssmRegion.key]: async () => ({ resources: [settings], failures: [] }),
    [ssmDocument.key]: () =>
      readListing(
        {
          source: documents,
          page: (NextToken) =>
            ssm.send(
              new ListDocumentsCommand({
                Filters: [{ Key: 'Owner', Values: ['Self'] }],
                MaxResults: DOCUMENTS_PAGE,
                NextToken,
              }),
            ),
          items: (page) => page.DocumentIdentifiers,
          next: (page) => page.NextToken,
        },
        toDocument,
      ),
    [managedNode.key]: () =>
      readListing(
        {
          source: summaries,
          page: (NextToken) =>
            ssm.send(
              new ListResourceComplianceSummariesCommand({
                Filters: [{ Key: 'ComplianceType', Values: ['Patch'], Type: 'EQUAL' }],
                MaxResults: SUMMARIES_PAGE,
                NextToken,
              }),
            ),
          items: (page) => page.ResourceComplianceSummaryItems,
          next: (page) => page.NextToken,
        },
        toNode,
      ),
  };
}
