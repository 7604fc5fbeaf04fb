import Link from '@atlaskit/link';
import { router } from '@forge/bridge';
import type { ReactNode } from 'react';

/** A link out of Jira, in a new tab. The frame of a Custom UI page may not open it itself: Jira does. */
export function ExternalLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link
      href={href}
      target="_blank"
      onClick={(event) => {
        event.preventDefault();
        void router.open(href);
      }}
    >
      {children}
    </Link>
  );
}

/** A link to an issue, in this tab. */
export function IssueLink({ issueKey }: { issueKey: string }) {
  const href = `/browse/${issueKey}`;
  return (
    <Link
      href={href}
      onClick={(event) => {
        event.preventDefault();
        void router.navigate(href);
      }}
    >
      <span className="issue-key">{issueKey}</span>
    </Link>
  );
}
