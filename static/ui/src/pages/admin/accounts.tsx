import Button, { IconButton } from '@atlaskit/button/new';
import DropdownMenu, { DropdownItem, DropdownItemGroup } from '@atlaskit/dropdown-menu';
import DynamicTable from '@atlaskit/dynamic-table';
import EmptyState from '@atlaskit/empty-state';
import MoreIcon from '@atlaskit/icon/core/show-more-horizontal';
import Lozenge from '@atlaskit/lozenge';
import { ModalTransition } from '@atlaskit/modal-dialog';
import { Inline, Stack, Text } from '@atlaskit/primitives';
import { useState } from 'react';
import type { AccountView, AdminOverview } from '../../../../../src/contract/admin-page';
import { visibleText } from '../../../../../src/domain/visible-text';
import { ForeignText } from '../../components/foreign-text';
import { formatDateTime } from '../../time';
import { AccountDialog } from './account-dialog';
import { ConnectionDialog } from './connection-dialog';
import { RemoveAccountDialog } from './remove-account-dialog';
import { RoleTemplateDialog } from './role-template-dialog';

type Dialog = { kind: 'add' } | { kind: 'edit' | 'remove' | 'template' | 'test'; account: AccountView };

const HEAD = {
  cells: [
    { key: 'account', content: 'Account', isSortable: true, width: 22 },
    { key: 'tier', content: 'Tier', isSortable: true, width: 12 },
    { key: 'owner', content: 'Owner project', isSortable: true, width: 16 },
    { key: 'regions', content: 'Regions', width: 18 },
    { key: 'findings', content: 'Open', isSortable: true, width: 8 },
    { key: 'unread', content: 'Unread', isSortable: true, width: 8 },
    { key: 'scan', content: 'Last scan', isSortable: true, width: 12 },
    { key: 'actions', content: 'Actions', width: 6 },
  ],
};

function lastScanOf({ lastScanAt, scopesNeverRead }: AccountView): string {
  if (lastScanAt === null) return 'never';
  return `${formatDateTime(lastScanAt)}${scopesNeverRead === 0 ? '' : ', in part'}`;
}

function cells(account: AccountView, open: (dialog: Dialog) => void) {
  return {
    key: account.id,
    cells: [
      {
        key: account.name,
        content: (
          <Stack space="space.025">
            <Inline space="space.075" alignBlock="center">
              <Text weight="medium">
                <ForeignText text={account.name} />
              </Text>
              {!account.enabled && <Lozenge>off</Lozenge>}
            </Inline>
            <Text size="small" color="color.text.subtle">
              {account.id}
            </Text>
          </Stack>
        ),
      },
      { key: account.tier, content: account.tier },
      { key: account.ownerProjectKey ?? '', content: account.ownerProjectKey ?? '–' },
      { key: 'regions', content: account.regions === 'enabled' ? 'All enabled' : account.regions.join(', ') },
      { key: account.openFindings, content: account.openFindings },
      {
        key: account.unreadOperations,
        content:
          account.unreadOperations === 0 ? (
            0
          ) : (
            <Lozenge appearance="discovery">{account.unreadOperations}</Lozenge>
          ),
      },
      {
        key: account.lastScanAt ?? 0,
        content: lastScanOf(account),
      },
      {
        key: 'actions',
        content: (
          <DropdownMenu<HTMLButtonElement>
            shouldRenderToParent
            trigger={({ triggerRef, ...props }) => (
              <IconButton
                {...props}
                ref={triggerRef}
                icon={MoreIcon}
                appearance="subtle"
                label={`Actions for ${visibleText(account.name)}`}
              />
            )}
          >
            <DropdownItemGroup>
              <DropdownItem onClick={() => open({ kind: 'test', account })}>Test connection</DropdownItem>
              <DropdownItem onClick={() => open({ kind: 'template', account })}>Role template</DropdownItem>
              <DropdownItem onClick={() => open({ kind: 'edit', account })}>Edit</DropdownItem>
              <DropdownItem onClick={() => open({ kind: 'remove', account })}>Remove</DropdownItem>
            </DropdownItemGroup>
          </DropdownMenu>
        ),
      },
    ],
  };
}

/** The connected accounts, and the way to connect one more. */
export function Accounts({ accounts, hub }: { accounts: AccountView[]; hub: AdminOverview['hub'] }) {
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const close = () => setDialog(null);
  return (
    <Stack space="space.150">
      {accounts.length === 0 ? (
        <EmptyState
          header="Connect the first AWS account"
          description={
            hub.configured
              ? 'Name the account, deploy the read-only role from its template, and test the connection.'
              : 'Set the AWS credentials first: every account’s role trusts them.'
          }
          primaryAction={
            <Button
              appearance="primary"
              isDisabled={!hub.configured}
              onClick={() => setDialog({ kind: 'add' })}
            >
              Connect account
            </Button>
          }
        />
      ) : (
        <>
          <Inline alignInline="start">
            <Button onClick={() => setDialog({ kind: 'add' })}>Connect account</Button>
          </Inline>
          <div className="table-scroll">
            <DynamicTable
              label="Connected accounts"
              head={HEAD}
              rows={accounts.map((account) => cells(account, setDialog))}
              rowsPerPage={25}
              defaultSortKey="account"
              defaultSortOrder="ASC"
            />
          </div>
        </>
      )}
      <ModalTransition>
        {dialog?.kind === 'add' && <AccountDialog account={null} onClose={close} />}
        {dialog?.kind === 'edit' && <AccountDialog account={dialog.account} onClose={close} />}
        {dialog?.kind === 'remove' && <RemoveAccountDialog account={dialog.account} onClose={close} />}
        {dialog?.kind === 'template' && <RoleTemplateDialog account={dialog.account} onClose={close} />}
        {dialog?.kind === 'test' && <ConnectionDialog account={dialog.account} onClose={close} />}
      </ModalTransition>
    </Stack>
  );
}
