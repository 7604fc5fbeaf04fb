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
    `${documents.length} rules: ${counts(documents)}. What a rule cannot read is *unknown*, never passed.`,
    '',
    ...services.flatMap((service) => [`## ${service}`, '', ...overview(ofService(service)), '']),
    '# Guidance',
    '',
    ...services.flatMap(ofService).flatMap(section),
    '# Permissions',
    '',
    'What the role of an account is allowed, and nothing else:',
    '',
    ...permissionsOf(rules).map((permission) => `- \`${permission}\``),
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
        `| [${id}](#${id}) | ${severity} | ${title} | ${newest(references.cis)} | ${references.fsbp.join(', ')} |`,
    ),
  ];
}

const NEWEST_BENCHMARK = '7.0:';

function newest(controls: string[]): string {
  return controls
    .filter((control) => control.startsWith(NEWEST_BENCHMARK))
    .map((control) => control.slice(NEWEST_BENCHMARK.length))
    .join(', ');
}

function section(rule: RuleDocument): string[] {
  const { guidance } = rule;
  return [
    `## ${rule.id}`,
    '',
    `**${rule.title}.** ${rule.severity}, ${rule.pillar}; judges \`${rule.resourceType}\` (${rule.scope}).`,
    '',
    guidance.why,
    '',
    ...parameters(rule),
    'In the console:',
    '',
    ...guidance.console.map((step, index) => `${index + 1}. ${step}`),
    '',
    'With the AWS CLI:',
    '',
    ...fenced('sh', guidance.cli),
    'With Terraform:',
    '',
    ...fenced('hcl', guidance.terraform),
    `Before you change it: ${guidance.before}`,
    '',
    `Read more: ${guidance.links.map(({ title, url }) => `[${title}](${url})`).join(', ')}.`,
    '',
    `Permissions: ${rule.permissions.map((permission) => `\`${permission}\``).join(', ')}.`,
    ...controls(rule),
    '',
  ];
}

function parameters({ parameters }: RuleDocument): string[] {
  if (parameters.length === 0) return [];
  const rows = parameters.map(
    ({ name, description, default: value }) =>
      `| \`${name}\` | ${description} | \`${JSON.stringify(value)}\` |`,
  );
  return ['| Parameter | Meaning | Default |', '| --- | --- | --- |', ...rows, ''];
}

function controls({ references }: RuleDocument): string[] {
  const cis = references.cis.map((control) => control.replace(':', ' control '));
  const all = [...cis.map((control) => `CIS AWS Foundations ${control}`), ...references.fsbp];
  return all.length === 0 ? [] : ['', `Controls: ${all.join('; ')}.`];
}

const fenced = (language: string, text: string) => [`\`\`\`${language}`, text, '```', ''];
