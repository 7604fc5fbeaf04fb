import { resolverOf } from './page-resolver';
import { settingsOf } from './settings';

/** The page among Jira's own settings. */
export const adminPage = resolverOf(settingsOf());
