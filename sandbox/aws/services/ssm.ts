import * as ssm from '@aws-sdk/client-ssm';
import { paginate } from '../paginate';
import { type Call, knownOperations, operation, type Service } from '../service';
import { AwsError } from '../wire/aws-error';
import { jsonDialect } from '../wire/dialect';
import { jsonProtocol } from '../wire/json-protocol';
import { here } from './regional';

const SHARING = '/ssm/documents/console/public-sharing-permission';

export const ssmService: Service = {
  name: 'ssm',
  global: false,
  protocol: jsonProtocol(),
  dialect: jsonDialect,
  known: knownOperations({ ...ssm }),
  operations: [
    operation(ssm.ListDocuments$, listDocuments),
    operation(ssm.DescribeDocumentPermission$, describeDocumentPermission),
    operation(ssm.GetServiceSetting$, getServiceSetting),
    operation(ssm.ListResourceComplianceSummaries$, listResourceComplianceSummaries),
  ],
};

/** Documents of Amazon's own are listed as well, unless the owner is asked for. */
function listDocuments(input: ssm.ListDocumentsRequest, call: Call): ssm.ListDocumentsResult {
  const owner = input.Filters?.find(({ Key }) => Key === 'Owner')?.Values?.[0];
  const own = Object.entries(here(call).documents).map(
    ([Name, { type, tags }]): ssm.DocumentIdentifier => ({
      Name,
      Owner: call.account.id,
      DocumentType: type,
      DocumentVersion: '1',
      Tags: Object.entries({ ...call.account.tags, ...tags }).map(([Key, Value]) => ({ Key, Value })),
    }),
  );
  const amazons: ssm.DocumentIdentifier[] = [
    { Name: 'AWS-RunPatchBaseline', Owner: 'Amazon', DocumentType: 'Command' },
  ];
  const { items, next } = paginate(
    owner === 'Self' ? own : [...own, ...amazons],
    pageRequest(input, 50),
    call,
  );
  return { DocumentIdentifiers: items, NextToken: next };
}

function describeDocumentPermission(
  input: ssm.DescribeDocumentPermissionRequest,
  call: Call,
): ssm.DescribeDocumentPermissionResponse {
  const document = here(call).documents[input.Name ?? ''];
  if (document === undefined)
    throw new AwsError('InvalidDocument', 400, `Document with name ${input.Name} does not exist.`);
  const all = [...document.sharedWith, ...(document.public ? ['all'] : [])];
  const { items, next } = paginate(all, pageRequest(input, 200), call);
  return { AccountIds: items, NextToken: next };
}

function getServiceSetting(input: ssm.GetServiceSettingRequest, call: Call): ssm.GetServiceSettingResult {
  if (!input.SettingId?.endsWith(SHARING))
    throw new AwsError('ServiceSettingNotFound', 400, `Setting ${input.SettingId} not found`);
  const blocked = here(call).ssm.publicSharing === 'blocked';
  return {
    ServiceSetting: {
      SettingId: SHARING,
      SettingValue: blocked ? 'Disable' : 'Enable',
      Status: blocked ? 'Customized' : 'Default',
      ARN: `arn:aws:ssm:${call.region}:${call.account.id}:servicesetting${SHARING}`,
    },
  };
}

function listResourceComplianceSummaries(
  input: ssm.ListResourceComplianceSummariesRequest,
  call: Call,
): ssm.ListResourceComplianceSummariesResult {
  const nodes = Object.entries(here(call).managedNodes).map(
    ([ResourceId, { missing }]): ssm.ResourceComplianceSummaryItem => {
      const total = Object.values(missing).reduce((sum, count) => sum + count, 0);
      return {
        ComplianceType: 'Patch',
        ResourceType: 'ManagedInstance',
        ResourceId,
        Status: total === 0 ? 'COMPLIANT' : 'NON_COMPLIANT',
        CompliantSummary: { CompliantCount: 120 },
        NonCompliantSummary: {
          NonCompliantCount: total,
          SeveritySummary: {
            CriticalCount: missing.critical ?? 0,
            HighCount: missing.high ?? 0,
            MediumCount: missing.medium ?? 0,
            LowCount: missing.low ?? 0,
          },
        },
      };
    },
  );
  const associations = nodes.map((node) => ({
    ...node,
    ComplianceType: 'Association',
    Status: 'COMPLIANT' as const,
  }));
  const wanted = input.Filters?.find(({ Key }) => Key === 'ComplianceType')?.Values;
  const all = [...associations, ...nodes].filter(
    ({ ComplianceType }) => wanted === undefined || wanted.includes(ComplianceType ?? ''),
  );
  const { items, next } = paginate(all, pageRequest(input, 50), call);
  return { ResourceComplianceSummaryItems: items, NextToken: next };
}

function pageRequest(
  input: { MaxResults?: number | undefined; NextToken?: string | undefined },
  max: number,
) {
  return { limit: input.MaxResults, token: input.NextToken, max, tokenName: 'NextToken' };
}
