import { severityRank } from '../domain/severity';
import type { Rule } from '../rules/define';
import { align } from './align';

/** The catalogue for people in front of a terminal, by service, most severe first. */
export function catalogueAsTable(rules: Rule[]): string {
  const sorted = [...rules].sort(
    (a, b) => a.service.localeCompare(b.service) || severityRank(a.severity) - severityRank(b.severity),
  );
  const rows = sorted.map((rule) => [rule.id, rule.severity, rule.resource.type, rule.title]);
  return `${align([['RULE', 'SEVERITY', 'RESOURCE', 'TITLE'], ...rows]).join('\n')}\n`;
}
