import type { ExceptableFinding } from '../domain/exception';
import type { Severity } from '../domain/severity';

/** A finding that an exception covers or may cover, with what a preview shows of it. */
export interface CandidateFinding extends ExceptableFinding {
  severity: Severity;
  region: string;
  message: string;
  issueKey: string | null;
}
