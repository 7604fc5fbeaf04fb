import { z } from 'zod';
import type { FindingDetail } from './findings';

/** The issue is taken from the context that Forge vouches for, never from the payload. */
export const issuePanelRequests = {
  getPanel: z.object({}),
  checkAgain: z.object({}),
};

export type PanelView = { kind: 'finding'; finding: FindingDetail } | { kind: 'no-finding' };

export interface IssuePanelResponses {
  getPanel: PanelView;
  /** `message` says in a sentence what the re-read saw. */
  checkAgain: { finding: FindingDetail; outcome: 'open' | 'resolved' | 'unknown'; message: string };
}
