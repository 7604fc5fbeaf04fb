import type { Guidance, Rule } from '../rules/define';
import { pasteSafe } from '../rules/paste-safe';
import {
  type AdfNode,
  bulletList,
  code,
  codeBlock,
  doc,
  heading,
  link,
  oneLine,
  orderedList,
  paragraph,
  strong,
  text,
} from './adf';
import type { IssueGroup, TicketFinding } from './ticket-finding';
import { utcMinute } from './utc';

/** What an issue says of the rule that the resource fails. */
export interface RuleText {
  title: string;
  resourceLabel: string;
  guidance: Guidance;
  references: { cis?: string[]; fsbp?: string[] };
}

/** The rule as issues speak of it. */
export function ruleTextOf(rule: Rule): RuleText {
  return {
    title: rule.title,
    resourceLabel: rule.resource.label,
    guidance: rule.guidance,
    references: rule.references,
  };
}

export interface DescriptionInput {
  finding: TicketFinding;
  accountName: string;
  /** Null for a rule that the catalogue no longer has. */
  rule: RuleText | null;
  /** Opens the resource in the AWS console; null where AWS has no page for it. */
  consoleUrl: string | null;
}

/** Jira refuses longer summaries. */
export const MAX_SUMMARY = 255;

/** One line: what is wrong with which resource, where. A rule's title says how it should be, which would read backwards. */
export function summaryOf({ finding, accountName, rule }: DescriptionInput): string {
  const what = oneLine(finding.message.replace(/\.$/, ''), 110) || (rule?.title ?? finding.ruleId);
  const resource = finding.resourceName ?? finding.resourceId;
  // The resources of a group come and go: its summary is true of all of them.
  if (finding.group !== null)
    return oneLine(`Not met in ${oneLine(accountName, 45)}: ${rule?.title ?? finding.ruleId}`, MAX_SUMMARY);
  const where = finding.region === 'global' ? accountName : `${accountName}, ${finding.region}`;
  // The resource's own name can be long; what is wrong and where must stay readable.
  return oneLine(`${oneLine(what, 110)}: ${oneLine(resource, 90)} (${oneLine(where, 45)})`, MAX_SUMMARY);
}

/** Jira takes 32,767 characters in a text field; counted in the document as it is sent, this is on the safe side. */
const MAX_DOCUMENT = 30_000;

const FOOTER = paragraph(
  text(
    'Filed by Cloud Findings. The Cloud finding panel of this issue shows the current state, the evidence and the ' +
      'guidance; this description is not changed again, so edit it as you like.',
  ),
);
const CUT_NOTE = paragraph(text('The rest of the guidance is in the Cloud finding panel of this issue.'));

/**
 * The description that an issue is created with: what, where, why it matters, how to fix it. It is written once and then
 * belongs to people; what changes is in the issue panel.
 */
export function descriptionOf(input: DescriptionInput): AdfNode {
  const { finding, rule } = input;
  const blocks = [
    paragraph(text(finding.message) ?? text(rule?.title ?? finding.ruleId)),
    ...(finding.group === null ? [] : [heading(2, 'Resources'), groupList(finding.group), GROUP_NOTE]),
    heading(2, finding.group === null ? 'Where' : 'The first of them'),
    whereList(input),
    ...(rule ? guidanceBlocks(finding, rule) : []),
  ].filter((block) => block !== null);
  const whole = doc(...blocks, FOOTER);
  if (JSON.stringify(whole).length <= MAX_DOCUMENT) return whole;
  while (blocks.length > 1 && JSON.stringify(doc(...blocks, CUT_NOTE, FOOTER)).length > MAX_DOCUMENT) {
    blocks.pop();
  }
  if (blocks.at(-1)?.['type'] === 'heading') blocks.pop();
  return doc(...blocks, CUT_NOTE, FOOTER);
}

const GROUP_NOTE = paragraph(
  text(
    'This list is of the day of filing; the Cloud finding panel of this issue lists the resources as they are now.',
  ),
);

function groupList({ resources, count }: IssueGroup): AdfNode | null {
  const rest = count - resources.length;
  return bulletList([
    ...resources.map(({ name, region }) => paragraph(code(name), text(` ${region}`))),
    rest > 0 ? paragraph(text(`and ${rest} more`)) : null,
  ]);
}

function whereList({ finding, accountName, rule, consoleUrl }: DescriptionInput): AdfNode | null {
  const row = (label: string, ...value: (AdfNode | null)[]) => paragraph(strong(`${label}: `), ...value);
  const resource = finding.resourceName
    ? `${finding.resourceName} (${finding.resourceId})`
    : finding.resourceId;
  return bulletList([
    row('AWS account', text(`${accountName} (${finding.accountId})`)),
    row('Region', text(finding.region)),
    row(rule?.resourceLabel ?? 'Resource', code(resource)),
    row('ARN', code(finding.resourceArn)),
    consoleUrl === null ? null : row('AWS console', link('Open the resource', consoleUrl)),
    row('Rule', code(finding.ruleId)),
    row('Severity', text(finding.severity)),
    finding.firstSeenAt === null ? null : row('First seen', text(utcMinute(finding.firstSeenAt))),
    finding.previousIssueKey === null
      ? null
      : row('It failed before', text(`see ${finding.previousIssueKey}`)),
  ]);
}

function guidanceBlocks(finding: TicketFinding, { guidance, references }: RuleText): (AdfNode | null)[] {
  const cli = guidance.cli(pasteSafe(finding));
  const sources = [
    ...guidance.links.map(({ title, url }) => paragraph(link(title, url))),
    ...(references.cis?.length
      ? [paragraph(text(`CIS AWS Foundations Benchmark ${references.cis.join(', ')}`))]
      : []),
    ...(references.fsbp?.length ? [paragraph(text(`AWS Security Hub ${references.fsbp.join(', ')}`))] : []),
  ];
  return [
    heading(2, 'Why it matters'),
    paragraph(text(guidance.why)),
    heading(2, 'How to fix it'),
    paragraph(text(guidance.before)),
    guidance.console.length > 0 ? heading(3, 'In the AWS console') : null,
    orderedList(guidance.console.map((step) => paragraph(text(step)))),
    cli.trim() === '' ? null : heading(3, 'With the AWS CLI'),
    codeBlock(cli, 'shell'),
    sources.length > 0 ? heading(2, 'References') : null,
    bulletList(sources),
  ];
}

/** Labels that people search by; Jira refuses labels with spaces. */
export function labelsOf(finding: Pick<TicketFinding, 'accountId' | 'ruleId'>): string[] {
  return ['cloud-finding', `aws-${finding.accountId}`, finding.ruleId].map((label) =>
    oneLine(label, 255).replace(/ /g, '-'),
  );
}
