import { useRef, useState } from 'react';
import type { RuleChange, TrialPiece, TrialView } from '../../../../../src/contract/admin-page';
import type { Rollout } from '../../../../../src/domain/rollout/policy';
import { adminPageApi } from '../../api';

export interface TrialFindingView {
  kind: TrialView['findings'][number]['kind'];
  severity: TrialView['findings'][number]['severity'];
  resource: string;
  message: string;
  accountName: string;
  scope: string;
}

export interface TrialState {
  status: 'idle' | 'running' | 'done' | 'stopped' | 'failed';
  done: number;
  /** Pieces that are tried, and with those that are too many. */
  planned: number;
  total: number;
  totals: TrialView['totals'];
  findings: TrialFindingView[];
  /** Where nobody knows, and why. */
  unread: { accountName: string; scope: string; reason: string }[];
  error: Error | null;
}

const NOTHING: TrialState = {
  status: 'idle',
  done: 0,
  planned: 0,
  total: 0,
  totals: { opens: 0, resolves: 0, changes: 0, stays: 0 },
  findings: [],
  unread: [],
  error: null,
};

function withPiece(state: TrialState, { accountName, scope }: TrialPiece, view: TrialView): TrialState {
  const { totals } = state;
  return {
    ...state,
    done: state.done + 1,
    totals: {
      opens: totals.opens + view.totals.opens,
      resolves: totals.resolves + view.totals.resolves,
      changes: totals.changes + view.totals.changes,
      stays: totals.stays + view.totals.stays,
    },
    findings: [...state.findings, ...view.findings.map((finding) => ({ ...finding, accountName, scope }))],
    unread:
      view.unread === null ? state.unread : [...state.unread, { accountName, scope, reason: view.unread }],
  };
}

/** Tries a change of a rule in one account and scope after the other; what was seen so far shows while it goes on. */
export function useTrial() {
  const [state, setState] = useState(NOTHING);
  const current = useRef(0);

  async function start(change: RuleChange, rollout?: Rollout): Promise<void> {
    current.current += 1;
    const mine = current.current;
    setState({ ...NOTHING, status: 'running' });
    try {
      const { pieces, total } = await adminPageApi('planTrial', { ruleId: change.ruleId });
      if (current.current !== mine) return;
      setState({ ...NOTHING, status: 'running', planned: pieces.length, total });
      for (const piece of pieces) {
        const { accountId, scope } = piece;
        const view = await adminPageApi('tryRule', { ...change, accountId, scope, rollout });
        if (current.current !== mine) return;
        setState((before) => withPiece(before, piece, view));
      }
      setState((before) => ({ ...before, status: 'done' }));
    } catch (error) {
      if (current.current !== mine) return;
      setState((before) => ({
        ...before,
        status: 'failed',
        error: error instanceof Error ? error : new Error(String(error)),
      }));
    }
  }

  return {
    state,
    start,
    stop() {
      current.current += 1;
      setState((before) => ({ ...before, status: 'stopped' }));
    },
    reset() {
      current.current += 1;
      setState(NOTHING);
    },
  };
}
