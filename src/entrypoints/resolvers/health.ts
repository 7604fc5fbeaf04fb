import type { HealthView } from '../../contract/health';
import {
  lastCompleteScan,
  queuedWork,
  storageUse,
  throttledWork,
  ticketBacklog,
} from '../../storage/health-queries';
import { logLevel } from '../../storage/log-level';

/** Whether scanning and filing keep up. */
export async function healthView(): Promise<HealthView> {
  const [queue, lastScan, throttled, storage, tickets, level] = await Promise.all([
    queuedWork(),
    lastCompleteScan(),
    throttledWork(),
    storageUse(),
    ticketBacklog(),
    logLevel(),
  ]);
  return {
    now: Date.now(),
    queue,
    lastScan,
    throttled,
    storage,
    tickets,
    logLevel: level,
  };
}
