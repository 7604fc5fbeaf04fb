import Button from '@atlaskit/button/new';
import { Box, Stack, Text } from '@atlaskit/primitives';
import SectionMessage from '@atlaskit/section-message';
import { useMutation } from '@tanstack/react-query';
import type { FilingTestView, RequiredField } from '../../../../../../src/contract/admin-page';
import type { RolloutPolicy, Team } from '../../../../../../src/domain/rollout/policy';
import { adminPageApi } from '../../../api';
import { ErrorMessage } from '../../../components/error-message';
import { ForeignText } from '../../../components/foreign-text';
import { RequiredFieldInput } from './required-field';

function distinct(targets: readonly FilingTestView[]): RequiredField[] {
  const byId = new Map(
    targets.flatMap(({ required }) => required.map((field) => [field.id, field] as const)),
  );
  return [...byId.values()];
}

/** Asks Jira whether the policy's issues can be filed, and for defaults of what the projects require. */
export function FilingCheck({
  policy,
  teams,
  isReady,
  onChange,
}: {
  policy: RolloutPolicy;
  teams: Team[];
  /** Whether the policy is complete; asked before Jira is. */
  isReady: () => boolean;
  onChange: (change: Partial<RolloutPolicy>) => void;
}) {
  const { fieldDefaults } = policy;
  const check = useMutation({ mutationFn: () => adminPageApi('testFiling', { policy, teams }) });
  const targets = check.data?.targets ?? [];
  const problems = targets.flatMap(({ problem }) => problem ?? []);
  return (
    <Stack space="space.100" alignInline="start">
      <Button
        isLoading={check.isPending}
        onClick={() => {
          if (isReady()) check.mutate();
        }}
      >
        Check in Jira
      </Button>
      {check.isError && <ErrorMessage error={check.error} />}
      <div role="status">
        {check.isSuccess && problems.length === 0 && (
          <Text>
            {targets.length === 0
              ? 'No account of this policy has an owner project, so nothing would be filed.'
              : `Issues can be filed in ${targets.map(({ projectKey }) => projectKey).join(', ')}.`}
          </Text>
        )}
        {problems.length > 0 && (
          <SectionMessage appearance="warning" title="Some issues cannot be filed">
            <Box as="ul" paddingInlineStart="space.300">
              {problems.map((problem) => (
                <li key={problem}>
                  <ForeignText text={problem} />
                </li>
              ))}
            </Box>
          </SectionMessage>
        )}
      </div>
      {distinct(targets).map((field) => (
        <div key={field.id} style={{ width: '100%' }}>
          <RequiredFieldInput
            field={field}
            value={fieldDefaults[field.id]}
            onChange={(value) => {
              const { [field.id]: _, ...rest } = fieldDefaults;
              onChange({ fieldDefaults: value === undefined ? rest : { ...rest, [field.id]: value } });
            }}
          />
        </div>
      ))}
    </Stack>
  );
}
