import { SEVERITIES, severityRank } from '../domain/severity';
import { permissionsOf } from '../rules';
import type { Rule } from '../rules/define';
import { type RuleDocument, ruleDocument } from './rule-document';

/** The catalogue as docs/rules.md: an overview by service, then each rule with its guidance. */
export function catalogueAsMarkdown(rules: Rule[]): string {
  const documents = rules.map(ruleDocument);
  const services = [...new Set(documents.map(({ service }) => service))].sort();
  const ofService = (service: string) =>
    documents
      .filter((rule) => rule.service === service)
      .sort((a, b) => severityRank(a.severity) - severityRank(b.severity) || a.id.localeCompare(b.id));
  return [
    '# Rules',
    '',
    '<!-- Written by `npm run --silent rules -- --format markdown > docs/rules.md`; a test compares the two. -->',
    '',
    `${documents.length} rules: ${counts(documents)}. What a rule cannot read is *unknown*, never passed. Severities and`,
    'parameters are defaults that an admin may change; `<resource-id>` and the like are filled in on an issue.',
    '',
    services.map((service) => `[${service}](#${service}) ${ofService(service).length}`).join(' · '),
    '',
    'More: [how to fix each](#guidance), [permissions](#permissions). For scripts: `npm run --silent rules -- --format json`.',
    '',
    ...services.flatMap((service) => [`## ${service}`, '', ...overview(ofService(service)), '']),
    '# Guidance',
    '',
    ...services.flatMap(ofService).flatMap(section),
    '# Permissions',
    '',
    'What the role of an account is allowed, besides `ec2:DescribeRegions`, and nothing else:',
    '',
    ...permissionsByService(rules),
    '',
  ].join('\n');
}

function counts(documents: RuleDocument[]): string {
  return SEVERITIES.map((severity) => {
    const count = documents.filter((rule) => rule.severity === severity).length;
    return `${count} ${severity}`;
  }).join(', ');
}

function overview(documents: RuleDocument[]): string[] {
  return [
    '| Rule | Severity | What it wants | CIS 7.0 | Security Hub |',
    '| --- | --- | --- | --- | --- |',
    ...documents.map(
      ({ id, severity, title, references }) =>
        `| [${id}](#${id}) | ${severity} | ${prose(title)} | ${byPrefix(references.cis).get(NEWEST_BENCHMARK)?.join(', ') ?? ''} | ${references.fsbp.join(', ')} |`,
    ),
  ];
}

const NEWEST_BENCHMARK = '7.0';

/** `7.0:6.3`, `7.0:6.4` as 7.0 with 6.3 and 6.4. */
function byPrefix(names: string[]): Map<string, string[]> {
  const prefixes = new Map<string, string[]>();
  for (const name of names) {
    const [prefix = '', rest = ''] = name.split(':');
    prefixes.set(prefix, [...(prefixes.get(prefix) ?? []), rest]);
  }
  return prefixes;
}

function section(rule: RuleDocument): string[] {
  const { guidance } = rule;
  return [
    `## ${rule.id}`,
    '',
    `**${prose(rule.title)}.** ${rule.severity}, ${rule.pillar}; judges \`${rule.resourceType}\` (${rule.scope}, [${rule.service}](#${rule.service})).`,
    '',
    prose(guidance.why),
    '',
    ...parameters(rule),
    // Folded where it is shown: who looks for a rule does not want to scroll past a hundred fixes.
    '<details><summary>How to fix it</summary>',
    '',
    `**Before you change it:** ${prose(guidance.before)}`,
    '',
    'In the console:',
    '',
    ...guidance.console.map((step, index) => `${index + 1}. ${prose(step)}`),
    '',
    'With the AWS CLI:',
    '',
    ...fenced('sh', guidance.cli),
    'With Terraform:',
    '',
    ...fenced('hcl', guidance.terraform),
    `Read more: ${guidance.links.map(({ title, url }) => `[${prose(title)}](${url})`).join(', ')}.`,
    '',
    '</details>',
    '',
    [`Permissions: ${rule.permissions.map(code).join(', ')}.`, ...controls(rule)].join(' '),
    '',
  ];
}

function parameters({ parameters }: RuleDocument): string[] {
  if (parameters.length === 0) return [];
  const rows = parameters.map(
    ({ name, description, default: value }) =>
      `| ${code(name)} | ${prose(description)} | ${code(JSON.stringify(value))} |`,
  );
  return ['| Parameter | Meaning | Default |', '| --- | --- | --- |', ...rows, ''];
}

function controls({ references }: RuleDocument): string[] {
  const cis = [...byPrefix(references.cis)].map(([version, numbers]) => `${version}: ${numbers.join(', ')}`);
  return [
    ...(cis.length === 0 ? [] : [`CIS AWS Foundations ${cis.join('; ')}.`]),
    ...(references.fsbp.length === 0 ? [] : [`Security Hub ${references.fsbp.join(', ')}.`]),
  ];
}

function permissionsByService(rules: Rule[]): string[] {
  return [...byPrefix(permissionsOf(rules))].map(
    ([prefix, actions]) =>
      `- **${prefix}**: ${actions.map((action) => code(`${prefix}:${action}`)).join(', ')}`,
  );
}

const fenced = (language: string, text: string) => [`\`\`\`${language}`, text, '```', ''];

const code = (text: string) => `\`${text}\``;

/** Sentences that name `<placeholders>`, `s3:*` or `a | b` without being taken for markup. */
const prose = (text: string) => text.replaceAll(/[\\*<|]/g, '\\$&');
