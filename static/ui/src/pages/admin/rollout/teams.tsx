import Button from '@atlaskit/button/new';
import DynamicTable from '@atlaskit/dynamic-table';
import { ModalTransition } from '@atlaskit/modal-dialog';
import { Inline, Stack, Text } from '@atlaskit/primitives';
import { useState } from 'react';
import type { Team } from '../../../../../../src/domain/rollout/policy';
import { visibleText } from '../../../../../../src/domain/visible-text';
import { ForeignText } from '../../../components/foreign-text';
import { TeamDialog } from './team-dialog';

const HEAD = {
  cells: [
    { key: 'tag', content: 'Tag value', isSortable: true, width: 30 },
    { key: 'project', content: 'Project', isSortable: true, width: 20 },
    { key: 'component', content: 'Component', width: 25 },
    { key: 'actions', content: 'Actions', width: 25 },
  ],
};

/** The mapping table: which team a tag's value means. */
export function Teams({ teams, onChange }: { teams: readonly Team[]; onChange: (teams: Team[]) => void }) {
  const [edited, setEdited] = useState<Team | 'new' | null>(null);
  const current = edited === 'new' ? null : edited;
  const without = teams.filter((team) => team !== current);
  return (
    <Stack space="space.100" alignInline="start">
      {teams.length === 0 ? (
        <Text color="color.text.subtle">
          No team yet. Policies that file by a tag look its value up here; without a match the issue goes to
          the project that owns the account.
        </Text>
      ) : (
        <DynamicTable
          label="Teams"
          head={HEAD}
          defaultSortKey="tag"
          defaultSortOrder="ASC"
          rowsPerPage={20}
          rows={teams.map((team) => ({
            key: team.tagValue,
            cells: [
              { key: team.tagValue, content: <ForeignText text={team.tagValue} /> },
              { key: team.projectKey, content: team.projectKey },
              { key: 'component', content: <ForeignText text={team.component ?? ''} /> },
              {
                key: 'actions',
                content: (
                  <Inline space="space.050">
                    <Button
                      spacing="compact"
                      onClick={() => setEdited(team)}
                      aria-label={`Edit the team ${visibleText(team.tagValue)}`}
                    >
                      Edit
                    </Button>
                    <Button
                      spacing="compact"
                      appearance="subtle"
                      onClick={() => onChange(teams.filter((each) => each !== team))}
                      aria-label={`Remove the team ${visibleText(team.tagValue)}`}
                    >
                      Remove
                    </Button>
                  </Inline>
                ),
              },
            ],
          }))}
        />
      )}
      <Button onClick={() => setEdited('new')}>Add team</Button>
      <ModalTransition>
        {edited !== null && (
          <TeamDialog
            team={current}
            others={without.map(({ tagValue }) => tagValue.toLowerCase())}
            onClose={() => setEdited(null)}
            onDone={(team) => {
              onChange([...without, team]);
              setEdited(null);
            }}
          />
        )}
      </ModalTransition>
    </Stack>
  );
}
