import DynamicTable from '@atlaskit/dynamic-table';
import Heading from '@atlaskit/heading';
import { Box, Inline, Stack, Text } from '@atlaskit/primitives';
import SectionMessage from '@atlaskit/section-message';
import type { PreviewCounts, PreviewView } from '../../../../../../src/contract/admin-page';
import { IssueLink } from '../../../components/external-link';
import { ForeignText } from '../../../components/foreign-text';
import { SeverityLozenge } from '../../../components/lozenges';

const KIND_WORDS: Record<keyof PreviewCounts, string> = {
  create: 'filed',
  held: 'held back',
  update: 'updated',
  close: 'closed',
};
const KINDS = ['create', 'held', 'update', 'close'] as const;

const issues = (number: number) => `${number.toLocaleString('en')} ${number === 1 ? 'issue' : 'issues'}`;

/** `The next run files 12 issues and holds back 30; 2 are updated and 1 is closed.` */
export function previewInWords({ create, held, update, close }: PreviewCounts): string {
  if (create + held + update + close === 0) return 'Nothing changes in Jira.';
  const filed = `The next run files ${issues(create)}${held > 0 ? ` and holds back ${issues(held)} for later ones` : ''}`;
  return `${filed}; ${issues(update)} get updated, ${issues(close)} get closed.`;
}

/** What saving the draft would do in Jira: totals, what is in the way, by project and rule, and samples. */
export function PreviewResult({ preview }: { preview: PreviewView }) {
  const blocked = preview.targets.filter(({ ok }) => !ok);
  return (
    <Stack space="space.200">
      <Text weight="medium">{previewInWords(preview.totals)}</Text>
      {blocked.length > 0 && (
        <SectionMessage appearance="warning" title="Some issues cannot be filed">
          <Box as="ul" paddingInlineStart="space.300">
            {blocked.map(({ projectKey, issueType, problem }) => (
              <li key={`${projectKey} ${issueType}`}>
                <ForeignText text={problem ?? ''} />
              </li>
            ))}
          </Box>
        </SectionMessage>
      )}
      {preview.unowned > 0 && (
        <SectionMessage appearance="warning" title="Nobody owns some findings">
          <p>
            {`${preview.unowned} findings would be filed, but their accounts have no owner project and no team matches. They stay with the security team.`}
          </p>
        </SectionMessage>
      )}
      {preview.unseenPairs > 0 && (
        <SectionMessage appearance="information" title="Some of it was never judged">
          <p>
            {`${preview.unseenPairs} pairs of account and rule are off today, so nobody knows yet what they would file. Let them observe for a scan first.`}
          </p>
        </SectionMessage>
      )}
      {preview.groups.length > 0 && <ByProjectAndRule groups={preview.groups} />}
      {preview.samples.length > 0 && <Samples samples={preview.samples} />}
    </Stack>
  );
}

function ByProjectAndRule({ groups }: Pick<PreviewView, 'groups'>) {
  return (
    <DynamicTable
      label="By project and rule"
      rowsPerPage={10}
      head={{
        cells: [
          { key: 'project', content: 'Project', width: 15 },
          { key: 'rule', content: 'Rule', width: 45 },
          ...KINDS.map((kind) => ({ key: kind, content: KIND_WORDS[kind], width: 10 })),
        ],
      }}
      rows={groups.map((group) => ({
        key: `${group.projectKey} ${group.ruleId}`,
        cells: [
          { key: 'project', content: group.projectKey ?? 'nobody' },
          { key: 'rule', content: group.ruleTitle },
          ...KINDS.map((kind) => ({ key: kind, content: group[kind] === 0 ? '' : group[kind] })),
        ],
      }))}
    />
  );
}

function Samples({ samples }: Pick<PreviewView, 'samples'>) {
  return (
    <Stack space="space.100">
      <Heading size="xsmall" as="h2">
        Some of them
      </Heading>
      {KINDS.map((kind) => {
        const some = samples.filter((sample) => sample.kind === kind);
        if (some.length === 0) return null;
        return (
          <Box key={kind}>
            <Text weight="medium">{`Would be ${KIND_WORDS[kind]}`}</Text>
            <Box as="ul" paddingInlineStart="space.300">
              {some.map((sample) => (
                <li key={sample.findingId}>
                  <Inline space="space.100" alignBlock="center">
                    <SeverityLozenge severity={sample.severity} />
                    {sample.issueKey !== null && <IssueLink issueKey={sample.issueKey} />}
                    <Text size="small">
                      <ForeignText text={sample.message} /> (<ForeignText text={sample.accountName} />,{' '}
                      {sample.region}; <ForeignText text={sample.reason} />)
                    </Text>
                  </Inline>
                </li>
              ))}
            </Box>
          </Box>
        );
      })}
    </Stack>
  );
}
