import { showFlag } from '@forge/bridge';
import { visibleText } from '../../../src/domain/visible-text';

let nextId = 0;

function show(type: 'success' | 'info' | 'error', title: string, description: string | undefined): void {
  nextId += 1;
  showFlag({
    id: `cloud-findings-${nextId}`,
    type,
    title: visibleText(title),
    ...(description === undefined ? {} : { description: visibleText(description) }),
    isAutoDismiss: type !== 'error',
  });
}

/** Flags appear in Jira's own corner, so they outlive a dialog that closes. */
export function flagSuccess(title: string, description?: string): void {
  show('success', title, description);
}

/** News that is neither good nor bad. */
export function flagInfo(title: string, description?: string): void {
  show('info', title, description);
}

export function flagFailure(title: string, error: Error): void {
  show('error', title, error.message);
}
