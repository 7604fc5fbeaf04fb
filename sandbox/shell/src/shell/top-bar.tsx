import Button, { IconButton } from '@atlaskit/button/new';
import DropdownMenu, {
  DropdownItem,
  DropdownItemGroup,
  DropdownItemRadio,
  DropdownItemRadioGroup,
} from '@atlaskit/dropdown-menu';
import ChevronDown from '@atlaskit/icon/core/chevron-down';
import Person from '@atlaskit/icon/core/person-avatar';
import Settings from '@atlaskit/icon/core/settings';
import Theme from '@atlaskit/icon/core/theme';
import { useMutation, useQuery } from '@tanstack/react-query';
import { jiraApi } from '../api/jira';
import { type Session, sandboxApi } from '../api/sandbox';
import { ShellLink } from '../components/shell-link';
import { flagOf, showFlag } from '../host/flags';
import { navigate, paths } from '../router';
import { COLOR_MODES, type ColorMode, chooseColorMode, useColorMode } from '../theme';

/** Where to go, who to be, and in which colours. */
export function TopBar({ session }: { session: Session }) {
  return (
    <header className="top-bar">
      <ShellLink to={paths.projects} className="top-bar-title">
        <Logo />
        {session.siteTitle}
      </ShellLink>
      <nav aria-label="Site" className="top-bar-menus">
        <ProjectsMenu />
        <AppsMenu session={session} />
      </nav>
      <div className="top-bar-end">
        <ThemeMenu />
        {session.isJiraAdmin && <SettingsMenu session={session} />}
        <AccountMenu session={session} />
      </div>
    </header>
  );
}

function ProjectsMenu() {
  const projects = useQuery({ queryKey: ['jira', 'projects'], queryFn: jiraApi.projects });
  return (
    <DropdownMenu<HTMLButtonElement>
      trigger={({ triggerRef, ...props }) => (
        <Button {...props} ref={triggerRef} appearance="subtle" iconAfter={ChevronDown}>
          Projects
        </Button>
      )}
      shouldRenderToParent
    >
      <DropdownItemGroup>
        {(projects.data ?? []).map((project) => (
          <DropdownItem
            key={project.key}
            description={project.key}
            onClick={() => navigate(paths.project(project.key))}
          >
            {project.name}
          </DropdownItem>
        ))}
        <DropdownItem onClick={() => navigate(paths.projects)}>View all projects</DropdownItem>
      </DropdownItemGroup>
    </DropdownMenu>
  );
}

function AppsMenu({ session }: { session: Session }) {
  const pages = session.modules.filter(({ type }) => type === 'jira:globalPage');
  return (
    <DropdownMenu<HTMLButtonElement>
      trigger={({ triggerRef, ...props }) => (
        <Button {...props} ref={triggerRef} appearance="subtle" iconAfter={ChevronDown}>
          Apps
        </Button>
      )}
      shouldRenderToParent
    >
      <DropdownItemGroup title="Your apps">
        {pages.map(({ key, title }) => (
          <DropdownItem key={key} onClick={() => navigate(paths.globalApp(key))}>
            {title}
          </DropdownItem>
        ))}
      </DropdownItemGroup>
    </DropdownMenu>
  );
}

function SettingsMenu({ session }: { session: Session }) {
  const pages = session.modules.filter(({ type }) => type === 'jira:adminPage');
  return (
    <DropdownMenu<HTMLButtonElement>
      trigger={({ triggerRef, ...props }) => (
        <IconButton {...props} ref={triggerRef} appearance="subtle" icon={Settings} label="Settings" />
      )}
      placement="bottom-end"
      shouldRenderToParent
    >
      <DropdownItemGroup title="App settings">
        {pages.map(({ key, title }) => (
          <DropdownItem key={key} onClick={() => navigate(paths.adminApp(key))}>
            {title}
          </DropdownItem>
        ))}
      </DropdownItemGroup>
    </DropdownMenu>
  );
}

const COLOR_MODE_NAMES: Record<ColorMode, string> = { light: 'Light', dark: 'Dark', auto: 'Match system' };

function ThemeMenu() {
  const chosen = useColorMode();
  return (
    <DropdownMenu<HTMLButtonElement>
      trigger={({ triggerRef, ...props }) => (
        <IconButton {...props} ref={triggerRef} appearance="subtle" icon={Theme} label="Theme" />
      )}
      placement="bottom-end"
      shouldRenderToParent
    >
      <DropdownItemRadioGroup id="theme" title="Theme">
        {COLOR_MODES.map((mode) => (
          <DropdownItemRadio
            key={mode}
            id={mode}
            isSelected={mode === chosen}
            onClick={() => chooseColorMode(mode)}
          >
            {COLOR_MODE_NAMES[mode]}
          </DropdownItemRadio>
        ))}
      </DropdownItemRadioGroup>
    </DropdownMenu>
  );
}

function AccountMenu({ session }: { session: Session }) {
  const change = useMutation({
    mutationFn: sandboxApi.switchAccount,
    // Whatever the last person was shown may be hidden from this one: nothing of it stays.
    onSuccess: () => window.location.reload(),
    onError: (error) => showFlag(flagOf('error', 'The account was not switched', error.message)),
  });
  const { account, accounts } = session;
  return (
    <DropdownMenu<HTMLButtonElement>
      trigger={({ triggerRef, ...props }) => (
        <Button
          {...props}
          ref={triggerRef}
          appearance="subtle"
          iconBefore={Person}
          iconAfter={ChevronDown}
          aria-label={`Switch user, now ${account.displayName}`}
        >
          {account.displayName}
        </Button>
      )}
      placement="bottom-end"
      shouldRenderToParent
    >
      <DropdownItemRadioGroup id="account" title="Use the site as">
        {accounts.map(({ accountId, displayName, role }) => (
          <DropdownItemRadio
            key={accountId}
            id={accountId}
            isSelected={accountId === account.accountId}
            description={role}
            onClick={() => change.mutate(accountId)}
          >
            {displayName}
          </DropdownItemRadio>
        ))}
      </DropdownItemRadioGroup>
    </DropdownMenu>
  );
}

function Logo() {
  return (
    <svg viewBox="0 0 16 16" width="24" height="24" aria-hidden="true">
      <rect width="16" height="16" rx="4" fill="var(--ds-background-brand-bold)" />
      <path d="M4 11.5 8 4l4 7.5z" fill="var(--ds-icon-inverse)" />
    </svg>
  );
}
