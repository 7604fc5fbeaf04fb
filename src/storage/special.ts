/**
 * The computed column `special` (migrations/v1.ts) as a condition: how the few findings that background work looks for are found
 * among a million. Of the columns of its index, `issue_id` and `exception_id` may be asked for beside it.
 */
export const SPECIAL = 'special IN (1, 2)';
/** Those that could not be filed or kept in step. */
export const WITH_PROBLEM = 'special = 2';
/** All findings, for what the index has beside it. */
export const SPECIAL_OR_NOT = 'special IN (0, 1, 2)';
