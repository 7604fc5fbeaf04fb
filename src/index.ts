/** The handlers that manifest.yml names. */
export { scanWorkItem, syncTickets } from './entrypoints/consumers';
export { adminPage } from './entrypoints/resolvers/admin-page';
export { globalPage } from './entrypoints/resolvers/global-page';
export { issuePanel } from './entrypoints/resolvers/issue-panel';
export { projectPage } from './entrypoints/resolvers/project-page';
export { onIssueEvent, onLifecycleEvent, scheduleScan } from './entrypoints/triggers';
