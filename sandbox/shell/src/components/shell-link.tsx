import type { ReactNode } from 'react';
import { followInShell } from '../router';

/** A link to a page of the shell. */
export function ShellLink({
  to,
  children,
  current = false,
  className,
}: {
  to: string;
  children: ReactNode;
  /** Whether this is the page that the person is on. */
  current?: boolean;
  className?: string;
}) {
  return (
    <a
      href={to}
      className={className}
      aria-current={current ? 'page' : undefined}
      onClick={(event) => followInShell(event, to)}
    >
      {children}
    </a>
  );
}
