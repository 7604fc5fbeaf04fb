import { z } from 'zod';
import {
  EXCEPTION_STATES,
  type ExceptionPattern,
  type ExceptionState,
  exceptionPatternSchema,
  reasonSchema,
} from '../domain/exception';
import type { Severity } from '../domain/severity';
import { storableTextSchema } from '../domain/storable-text';

/** The moment at which an exception ends, in milliseconds since 1970. */
const untilSchema = z.number().int();
const idSchema = z.uuid();
const noteSchema = storableTextSchema.trim().max(2000).default('');

/** What the security team asks and decides about exceptions. */
export const exceptionRequests = {
  listExceptions: z.object({ states: z.array(z.enum(EXCEPTION_STATES)).min(1).max(EXCEPTION_STATES.length) }),
  /** What a standing exception would cover. Writes nothing. */
  previewException: z.object({ pattern: exceptionPatternSchema }),
  requestStandingException: z.object({
    pattern: exceptionPatternSchema,
    reason: reasonSchema,
    until: untilSchema,
  }),
  grantException: z.object({ id: idSchema, note: noteSchema, until: untilSchema.optional() }),
  declineException: z.object({
    id: idSchema,
    note: storableTextSchema.trim().min(3, 'must say why').max(2000),
  }),
  withdrawException: z.object({ id: idSchema, note: noteSchema }),
};

export interface PersonView {
  id: string;
  /** Their account id where Jira does not tell the name. */
  name: string;
}

export interface ExceptionView {
  id: string;
  state: ExceptionState;
  reason: string;
  until: number;
  requestedBy: PersonView;
  requestedAt: number;
  decidedBy: PersonView | null;
  decidedAt: number | null;
  note: string;
  /** For a standing exception. */
  pattern: ExceptionPattern | null;
  /** For the exception of one finding; null too when the finding is forgotten. */
  finding: ExceptedFinding | null;
  /** How many findings it covers now. */
  covered: number;
}

export interface ExceptedFinding {
  id: string;
  ruleId: string;
  ruleTitle: string;
  severity: Severity;
  accountName: string;
  region: string;
  resource: string;
  message: string;
  issueKey: string | null;
}

export interface ExceptionPreviewView {
  total: number;
  sample: ExceptedFinding[];
}

export interface ExceptionResponses {
  /** `more`: there are more than an answer holds. */
  listExceptions: { exceptions: ExceptionView[]; more: boolean; mayDecide: boolean };
  previewException: ExceptionPreviewView;
  requestStandingException: { exception: ExceptionView };
  grantException: { exception: ExceptionView };
  declineException: { exception: ExceptionView };
  withdrawException: { exception: ExceptionView };
}
