import { z } from 'zod';
import { type AuditFilter, auditFilterSchema } from '../../../src/contract/audit';
import { type FindingsQuery, findingsQuerySchema } from '../../../src/contract/findings';
import { globalPageRequests } from '../../../src/contract/global-page';
import { severitySchema } from '../../../src/domain/severity';
import { asJson } from './address';

/** What stands in the address of a page, where anybody can have typed it: what the schema takes, or the filter to begin with. */
const asFilter = <T>(schema: z.ZodType<T>, first: T) =>
  asJson<T>((value) => schema.safeParse(value).data ?? null, first);

export const FINDINGS_IN_ADDRESS = asFilter<FindingsQuery>(findingsQuerySchema, {
  states: ['open', 'unknown'],
  sort: 'severity',
  page: 1,
});

type SlaFilter = z.infer<typeof globalPageRequests.getSla>;
export const SLA_IN_ADDRESS = asFilter<SlaFilter>(globalPageRequests.getSla, {});

export const AUDIT_IN_ADDRESS = asFilter<AuditFilter>(auditFilterSchema, {
  actions: [],
  who: 'anybody',
  search: '',
  days: null,
});

const rulesFilterSchema = z.object({
  search: z.string(),
  services: z.array(z.string()),
  severities: z.array(severitySchema),
  benchmarks: z.array(z.string()),
});
export type RulesFilter = z.infer<typeof rulesFilterSchema>;
export const RULES_IN_ADDRESS = asFilter<RulesFilter>(rulesFilterSchema, {
  search: '',
  services: [],
  severities: [],
  benchmarks: [],
});
