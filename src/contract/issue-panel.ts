import { z } from 'zod';
import { reasonSchema } from '../domain/exception';
import type { ExceptionView } from './exceptions';
import type { FindingDetail } from './findings';

/** The issue is taken from the context that Forge vouches for, never from the payload. */
export const issuePanelRequests = {
  getPanel: z.object({}),
  checkAgain: z.object({}),
  /** `until` in milliseconds since 1970. */
  requestException: z.object({ reason: reasonSchema, until: z.number().int() }),
  /** Of whoever asked for it. */
  withdrawException: z.object({}),
};

export interface FindingPanel {
  kind: 'finding';
  finding: FindingDetail;
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
