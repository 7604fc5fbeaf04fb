/**
 * Since when the issue of a row that has one and `needs_sync` is out of step: when the finding changed or somebody moved the
 * issue, whichever was later, unless that was out of step already.
 */
export const OUT_OF_STEP_SINCE =
  'COALESCE(out_of_step_at, GREATEST(changed_at, COALESCE(issue_state_at, changed_at)))';

/**
 * For whoever sets `needs_sync` and one of those times anew: keeps since when an issue that was out of step before is. First of
 * its SET, because MySQL evaluates that from left to right.
 */
export const KEEP_OUT_OF_STEP = `out_of_step_at = CASE WHEN needs_sync = 1 AND issue_id IS NOT NULL
  THEN ${OUT_OF_STEP_SINCE} ELSE NULL END`;
