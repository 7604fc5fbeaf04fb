import Button from '@atlaskit/button/new';
import { Inline, Stack, Text } from '@atlaskit/primitives';
import SectionMessage from '@atlaskit/section-message';
import Textfield from '@atlaskit/textfield';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type AdminOverview, adminPageRequests } from '../../../../../src/contract/admin-page';
import { adminPageApi } from '../../api';
import { ErrorMessage } from '../../components/error-message';
import { FactList } from '../../components/fact-list';
import { Field } from '../../components/field';
import { ForeignText } from '../../components/foreign-text';
import { flagFailure, flagSuccess } from '../../flags';
import { useFields } from '../../use-fields';

const EMPTY = { accessKeyId: '', secretAccessKey: '' };

/** The access key that assumes every account's role: written here, and never shown again. */
export function HubCredentials({ hub }: { hub: AdminOverview['hub'] }) {
  const queryClient = useQueryClient();
  const { values, errors, set, reset, ready, failed } = useFields(
    EMPTY,
    adminPageRequests.saveHubCredentials,
  );
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['overview'] });
  const save = useMutation({
    mutationFn: () => adminPageApi('saveHubCredentials', values),
    onSuccess: async () => {
      reset();
      flagSuccess('The AWS credentials are saved and work');
      await refresh();
    },
    onError: (error) => failed(error, ''),
  });
  const remove = useMutation({
    mutationFn: () => adminPageApi('removeHubCredentials', {}),
    onSuccess: async () => {
      flagSuccess('The AWS credentials are removed');
      await refresh();
    },
    onError: (error) => flagFailure('The credentials could not be removed', error),
  });
  return (
    <Stack space="space.200">
      <Text>
        One IAM user in an account of the security team, allowed to do nothing but sts:AssumeRole on the role
        CloudFindingsReadOnly. Each connected account’s role trusts it, with an ExternalId of its own.
      </Text>
      {hub.problem !== null && (
        <SectionMessage appearance="error" title="The credentials do not work">
          <p>
            <ForeignText text={hub.problem} />
          </p>
        </SectionMessage>
      )}
      {hub.configured && (
        <Stack space="space.150">
          <FactList
            facts={[
              {
                name: 'Access key',
                value: hub.accessKeyIdEnding === null ? null : `ends in ${hub.accessKeyIdEnding}`,
              },
              { name: 'Principal', value: hub.principalArn },
            ]}
          />
          <Inline alignInline="start">
            <Button appearance="default" isLoading={remove.isPending} onClick={() => remove.mutate()}>
              Remove the credentials
            </Button>
          </Inline>
        </Stack>
      )}
      <form
        noValidate
        autoComplete="off"
        style={{ maxWidth: 480 }}
        onSubmit={(event) => {
          event.preventDefault();
          if (ready()) save.mutate();
        }}
      >
        <Stack space="space.150">
          {save.isError && <ErrorMessage error={save.error} />}
          <Field label="Access key id" required error={errors['accessKeyId']}>
            {(field) => (
              <Textfield
                {...field}
                autoComplete="off"
                value={values.accessKeyId}
                onChange={(event) => set({ accessKeyId: event.currentTarget.value })}
              />
            )}
          </Field>
          <Field
            label="Secret access key"
            required
            error={errors['secretAccessKey']}
            help="Kept in Forge’s secret store; no page and no log ever shows it."
          >
            {(field) => (
              <Textfield
                {...field}
                type="password"
                autoComplete="new-password"
                value={values.secretAccessKey}
                onChange={(event) => set({ secretAccessKey: event.currentTarget.value })}
              />
            )}
          </Field>
          <Inline alignInline="start">
            <Button appearance="primary" type="submit" isLoading={save.isPending}>
              {hub.configured ? 'Replace the credentials' : 'Save the credentials'}
            </Button>
          </Inline>
        </Stack>
      </form>
    </Stack>
  );
}
