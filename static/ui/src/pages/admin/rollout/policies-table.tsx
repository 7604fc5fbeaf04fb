import { IconButton } from '@atlaskit/button/new';
import DropdownMenu, { DropdownItem, DropdownItemGroup } from '@atlaskit/dropdown-menu';
import DynamicTable from '@atlaskit/dynamic-table';
import ArrowDownIcon from '@atlaskit/icon/core/arrow-down';
import ArrowUpIcon from '@atlaskit/icon/core/arrow-up';
import MoreIcon from '@atlaskit/icon/core/show-more-horizontal';
import Lozenge from '@atlaskit/lozenge';
import { Inline, Stack, Text } from '@atlaskit/primitives';
import type { RolloutPolicy } from '../../../../../../src/domain/rollout/policy';
import type { Stage } from '../../../../../../src/domain/rollout/stage';
import { visibleText } from '../../../../../../src/domain/visible-text';
import { ForeignText } from '../../../components/foreign-text';
import { accountsInWords, routeInWords, rulesInWords } from './words';

const STAGE_COLORS = { off: 'neutral', observe: 'information', ticket: 'success' } as const;

export function StageLozenge({ stage }: { stage: Stage }) {
  return <Lozenge appearance={STAGE_COLORS[stage]}>{stage}</Lozenge>;
}

const HEAD = {
  cells: [
    { key: 'order', content: 'Order', width: 10 },
    { key: 'name', content: 'Policy', width: 34 },
    { key: 'stage', content: 'Stage', width: 9 },
    { key: 'route', content: 'Issues go to', width: 22 },
    { key: 'pairs', content: 'Decides for', width: 15 },
    { key: 'actions', content: 'Actions', width: 10 },
  ],
};

export interface PolicyActions {
  edit(policy: RolloutPolicy): void;
  duplicate(policy: RolloutPolicy): void;
  remove(policy: RolloutPolicy): void;
  /** `by` -1: before the one above it. */
  move(policy: RolloutPolicy, by: -1 | 1): void;
}

/** The policies in their order, with how many pairs of account and rule each decides for. */
export function PoliciesTable({
  policies,
  pairs,
  actions,
}: {
  policies: readonly RolloutPolicy[];
  pairs: ReadonlyMap<string, number>;
  actions: PolicyActions;
}) {
  return (
    <div className="table-scroll">
      <DynamicTable
        label="Rollout policies"
        head={HEAD}
        rows={policies.map((policy, index) => ({
          key: policy.id,
          cells: [
            {
              key: 'order',
              content: (
                <Inline space="space.025" alignBlock="center">
                  <Text>{index + 1}</Text>
                  <IconButton
                    icon={ArrowUpIcon}
                    label={`Move ${visibleText(policy.name)} up`}
                    appearance="subtle"
                    spacing="compact"
                    isDisabled={index === 0}
                    onClick={() => actions.move(policy, -1)}
                  />
                  <IconButton
                    icon={ArrowDownIcon}
                    label={`Move ${visibleText(policy.name)} down`}
                    appearance="subtle"
                    spacing="compact"
                    isDisabled={index === policies.length - 1}
                    onClick={() => actions.move(policy, 1)}
                  />
                </Inline>
              ),
            },
            {
              key: 'name',
              content: (
                <Stack space="space.025">
                  <Text weight="medium">
                    <ForeignText text={policy.name} />
                  </Text>
                  <Text size="small" color="color.text.subtle">
                    <ForeignText
                      text={`${rulesInWords(policy.rules)}; ${accountsInWords(policy.accounts)}`}
                    />
                  </Text>
                </Stack>
              ),
            },
            { key: 'stage', content: <StageLozenge stage={policy.stage} /> },
            {
              key: 'route',
              content: (
                <Text size="small">
                  <ForeignText text={routeInWords(policy.route)} />
                </Text>
              ),
            },
            { key: 'pairs', content: <Text size="small">{pairsInWords(pairs.get(policy.id) ?? 0)}</Text> },
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
                      label={`Actions for ${visibleText(policy.name)}`}
                      spacing="compact"
                    />
                  )}
                >
                  <DropdownItemGroup>
                    <DropdownItem onClick={() => actions.edit(policy)}>Edit</DropdownItem>
                    <DropdownItem onClick={() => actions.duplicate(policy)}>Duplicate</DropdownItem>
                    <DropdownItem onClick={() => actions.remove(policy)}>Remove</DropdownItem>
                  </DropdownItemGroup>
                </DropdownMenu>
              ),
            },
          ],
        }))}
      />
    </div>
  );
}

function pairsInWords(pairs: number): string {
  if (pairs === 0) return 'nothing now';
  return `${pairs.toLocaleString('en')} ${pairs === 1 ? 'pair' : 'pairs'} of account and rule`;
}
