import Heading from '@atlaskit/heading';
import { Inline, Stack, Text } from '@atlaskit/primitives';
import SectionMessage from '@atlaskit/section-message';
import type { ReactNode } from 'react';
import type { FindingDetail } from '../../../../src/contract/findings';
import { formatDateTime } from '../time';
import { CodeBlock } from './code-block';
import { DueDate } from './due-date';
import { ExternalLink, IssueLink } from './external-link';
import { FactList } from './fact-list';
import { ForeignText } from './foreign-text';
import { Guidance } from './guidance';
import { SeverityLozenge, StateLozenge } from './lozenges';

const RESOLVED_BECAUSE: Record<string, string> = {
  fixed: 'a scan saw it fixed',
  gone: 'the resource no longer exists',
  'rule-off': 'the rule was switched off',
  'account-removed': 'the account is no longer scanned',
};

function references({ references: { cis, fsbp } }: FindingDetail): string {
  const sources = [
    { name: 'CIS AWS Foundations', controls: cis },
    { name: 'Security Hub', controls: fsbp },
  ];
  return sources
    .filter(({ controls }) => controls.length > 0)
    .map(({ name, controls }) => `${name} ${controls.join(', ')}`)
    .join('; ');
}

/** Everything known of one finding: what, where, since when, the evidence and the way out. */
export function FindingDetailView({
  finding,
  showIssue,
  actions,
}: {
  finding: FindingDetail;
  showIssue: boolean;
  actions?: ReactNode;
}) {
  return (
    <Stack space="space.200">
      <Inline space="space.100" alignBlock="center" shouldWrap rowSpace="space.100">
        <SeverityLozenge severity={finding.severity} />
        <StateLozenge state={finding.state} />
        {finding.state !== 'resolved' && (
          <DueDate dueAt={finding.dueAt} overdue={finding.overdue} pausedSince={finding.pausedSince} />
        )}
        {actions}
      </Inline>
      {finding.state === 'unknown' && (
        <SectionMessage appearance="discovery" title="This could not be read at the last scan">
          <p>
            <ForeignText text={finding.message} /> Until it can be read again nobody knows whether it is safe,
            so the finding stays.
          </p>
        </SectionMessage>
      )}
      {finding.state !== 'unknown' && (
        <Text>
          <ForeignText text={finding.message} />
        </Text>
      )}
      <FactList
        facts={[
          { name: 'Rule', value: `${finding.ruleTitle} (${finding.ruleId})` },
          {
            name: 'Account',
            value: (
              <>
                <ForeignText text={finding.accountName} /> ({finding.accountId})
              </>
            ),
          },
          { name: 'Region', value: finding.region },
          {
            name: 'Resource',
            value:
              finding.consoleUrl === null ? (
                <ForeignText text={finding.resourceId} />
              ) : (
                <ExternalLink href={finding.consoleUrl}>
                  <ForeignText text={finding.resourceId} />, in the AWS console
                </ExternalLink>
              ),
          },
          {
            name: 'Name',
            value: finding.resourceName === null ? null : <ForeignText text={finding.resourceName} />,
          },
          { name: 'ARN', value: <ForeignText text={finding.resourceArn} /> },
          {
            name: 'Issue',
            value: showIssue && finding.issueKey ? <IssueLink issueKey={finding.issueKey} /> : null,
          },
          {
            name: 'First seen',
            value: finding.firstSeenAt === null ? null : formatDateTime(finding.firstSeenAt),
          },
          {
            name: 'Last seen',
            value: finding.lastSeenAt === null ? null : formatDateTime(finding.lastSeenAt),
          },
          { name: 'Due', value: finding.dueAt === null ? null : formatDateTime(finding.dueAt) },
          {
            name: 'Unreadable since',
            value: finding.unknownSince === null ? null : formatDateTime(finding.unknownSince),
          },
          {
            name: 'Resolved',
            value:
              finding.resolvedAt === null
                ? null
                : `${formatDateTime(finding.resolvedAt)}: ${RESOLVED_BECAUSE[finding.resolvedReason ?? ''] ?? 'resolved'}`,
          },
          { name: 'Implements', value: references(finding) || null },
        ]}
      />
      <Stack space="space.100">
        <Heading size="xsmall" as="h3">
          Evidence
        </Heading>
        <CodeBlock text={JSON.stringify(finding.evidence, null, 2)} label="Evidence" />
      </Stack>
      <Guidance guidance={finding.guidance} />
    </Stack>
  );
}
