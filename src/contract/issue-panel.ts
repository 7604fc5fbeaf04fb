import { z } from 'zod';
import { reasonSchema } from '../domain/exception';
import { FINDING_ID } from '../domain/finding';
import type { ExceptionView } from './exceptions';
import type { FindingDetail, FindingRow } from './findings';

/** Which of the findings that share the issue; none for the worst of them. */
const chosenSchema = z.object({
  findingId: z.string().regex(FINDING_ID).optional(),
});

/** The issue is taken from the context that Forge vouches for, never from the payload. */
export const issuePanelRequests = {
  getPanel: chosenSchema,
  checkAgain: chosenSchema,
  /** `until` in milliseconds since 1970. */
  requestException: chosenSchema.extend({ reason: reasonSchema, until: z.number().int() }),
  /** Of whoever asked for it. */
  withdrawException: chosenSchema,
};

/** The findings of an issue that is filed for several. */
export interface SharedIssue {
  /** What fails first; at most 200. */
  members: FindingRow[];
  /** All that share the issue, and those of them that fail. */
  total: number;
  failing: number;
}

export interface FindingPanel {
  kind: 'finding';
  finding: FindingDetail;
  /** Null for an issue of one finding. */
  shared: SharedIssue | null;
  /** The one that covers it, or that somebody asked for; null when there is none. */
  exception: ExceptionView | null;
  /** Whether the reader asked for it and may take it back. */
  mayWithdraw: boolean;
}

export type PanelView = FindingPanel | { kind: 'no-finding' };

export interface IssuePanelResponses {
  getPanel: PanelView;
  /** `message` says in a sentence what the re-read saw. */
  checkAgain: { finding: FindingDetail; outcome: 'open' | 'resolved' | 'unknown'; message: string };
  requestException: { panel: PanelView };
  withdrawException: { panel: PanelView };
}
