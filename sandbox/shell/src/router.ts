import { type MouseEvent, useSyncExternalStore } from 'react';

const CHANGED = 'sandbox:location';

/** Opens an address of the site without loading the shell again. */
export function navigate(path: string, { replace = false } = {}): void {
  if (replace) window.history.replaceState(null, '', path);
  else window.history.pushState(null, '', path);
  window.dispatchEvent(new Event(CHANGED));
  if (!replace) window.scrollTo(0, 0);
}

/** The part of the address after the host; the component renders again when it changes. */
export function useAddress(): URL {
  const href = useSyncExternalStore(
    (changed) => {
      window.addEventListener(CHANGED, changed);
      window.addEventListener('popstate', changed);
      return () => {
        window.removeEventListener(CHANGED, changed);
        window.removeEventListener('popstate', changed);
      };
    },
    () => window.location.href,
  );
  return new URL(href);
}

/** For an `<a href>` that leads to a page of the shell: a plain click stays in the page, anything else is the browser's. */
export function followInShell(event: MouseEvent<HTMLElement>, path: string): void {
  if (event.defaultPrevented || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  navigate(path);
}

export const paths = {
  projects: '/projects',
  project: (projectKey: string) => `/jira/projects/${projectKey}`,
  projectApp: (projectKey: string, moduleKey: string) => `/jira/projects/${projectKey}/apps/${moduleKey}`,
  issue: (issueKey: string) => `/browse/${issueKey}`,
  globalApp: (moduleKey: string) => `/jira/apps/${moduleKey}`,
  adminApp: (moduleKey: string) => `/jira/settings/apps/${moduleKey}`,
};

export type Place =
  | { page: 'projects' }
  | { page: 'project'; projectKey: string; moduleKey: string | null }
  | { page: 'issue'; issueKey: string }
  | { page: 'app'; type: 'jira:globalPage' | 'jira:adminPage'; moduleKey: string }
  | { page: 'unknown' };

/**
 * Which page an address stands for. What follows the module key in an app's address belongs to the app (its own routes).
 */
export function placeOf(pathname: string): Place {
  if (pathname === '/' || pathname === paths.projects) return { page: 'projects' };
  const issue = /^\/browse\/([A-Z][A-Z0-9_]*-\d+)\/?$/i.exec(pathname)?.[1];
  if (issue !== undefined) return { page: 'issue', issueKey: issue.toUpperCase() };
  const project = /^\/jira\/projects\/([A-Z][A-Z0-9_]*)(?:\/apps\/([^/]+)(?:\/.*)?)?\/?$/i.exec(pathname);
  if (project?.[1] !== undefined) {
    return { page: 'project', projectKey: project[1].toUpperCase(), moduleKey: project[2] ?? null };
  }
  const globalApp = /^\/jira\/apps\/([^/]+)/.exec(pathname)?.[1];
  if (globalApp !== undefined) return { page: 'app', type: 'jira:globalPage', moduleKey: globalApp };
  const adminApp = /^\/jira\/settings\/apps\/([^/]+)/.exec(pathname)?.[1];
  if (adminApp !== undefined) return { page: 'app', type: 'jira:adminPage', moduleKey: adminApp };
  return { page: 'unknown' };
}
