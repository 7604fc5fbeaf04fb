import Button from '@atlaskit/button/new';
import Checkbox from '@atlaskit/checkbox';
import ModalDialog, { ModalBody, ModalFooter, ModalHeader, ModalTitle } from '@atlaskit/modal-dialog';
import { Stack } from '@atlaskit/primitives';
import Select from '@atlaskit/select';
import Textfield from '@atlaskit/textfield';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { AccountView } from '../../../../../src/contract/admin-page';
import {
  ACCOUNT_TIERS,
  type Account,
  type AccountTier,
  accountSchema,
} from '../../../../../src/domain/account';
import { adminPageApi } from '../../api';
import { TypedChoicesField } from '../../components/choices-field';
import { ErrorMessage } from '../../components/error-message';
import { Field } from '../../components/field';
import { ForeignText } from '../../components/foreign-text';
import { ProjectSelect } from '../../components/project-select';
import { flagSuccess } from '../../flags';
import { errorUnder, useFields } from '../../use-fields';

const ROLE_NAME = 'CloudFindingsReadOnly';
const NEW_ACCOUNT: Account = {
  id: '',
  name: '',
  roleArn: '',
  tier: 'production',
  ownerProjectKey: null,
  tags: {},
  regions: 'enabled',
  enabled: true,
};

/** The regions as typed: codes with commas or spaces between; nothing means every enabled region. */
function parseRegions(text: string): Account['regions'] {
  const codes = text.split(/[\s,]+/).filter((code) => code !== '');
  return codes.length === 0 ? 'enabled' : codes;
}

const tagsAsText = (tags: Account['tags']) =>
  Object.entries(tags).map(([key, value]) => (value === '' ? key : `${key}=${value}`));

/** The reverse: what has no `=` is a tag without a value. */
function tagsOf(texts: readonly string[]): Account['tags'] {
  return Object.fromEntries(
    texts.map((text) => {
      const [key = '', ...value] = text.split('=');
      return [key.trim(), value.join('=').trim()];
    }),
  );
}

/** Connects an account or changes one. */
export function AccountDialog({ account, onClose }: { account: AccountView | null; onClose: () => void }) {
  const queryClient = useQueryClient();
  const { values, errors, set, ready, failed } = useFields<Account>(
    account === null ? NEW_ACCOUNT : accountSchema.parse(account),
    accountSchema,
  );
  const save = useMutation({
    mutationFn: () => adminPageApi('saveAccount', { account: values }),
    onSuccess: async () => {
      flagSuccess(account === null ? `${values.name} is connected` : `${values.name} is saved`);
      await queryClient.invalidateQueries({ queryKey: ['overview'] });
      onClose();
    },
    onError: (error) => failed(error, 'account'),
  });
  const setId = (id: string) => {
    const suggested = `arn:aws:iam::${values.id}:role/${ROLE_NAME}`;
    const untouched = values.roleArn === '' || values.roleArn === suggested;
    set({ id, ...(untouched ? { roleArn: `arn:aws:iam::${id}:role/${ROLE_NAME}` } : {}) });
  };
  return (
    <ModalDialog onClose={onClose} width="medium">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (ready()) save.mutate();
        }}
        noValidate
      >
        <ModalHeader hasCloseButton>
          <ModalTitle>
            {account === null ? (
              'Connect an AWS account'
            ) : (
              <>
                Edit <ForeignText text={account.name} />
              </>
            )}
          </ModalTitle>
        </ModalHeader>
        <ModalBody>
          <Stack space="space.150">
            {save.isError && <ErrorMessage error={save.error} />}
            <Field
              label="Account id"
              required
              error={errors['id']}
              help="The 12 digits that AWS shows at the top right."
            >
              {(field) => (
                <Textfield
                  {...field}
                  inputMode="numeric"
                  isDisabled={account !== null}
                  value={values.id}
                  onChange={(event) => setId(event.currentTarget.value.trim())}
                />
              )}
            </Field>
            <Field label="Name" required error={errors['name']} help="What your teams call it.">
              {(field) => (
                <Textfield
                  {...field}
                  value={values.name}
                  onChange={(event) => set({ name: event.currentTarget.value })}
                />
              )}
            </Field>
            <Field
              label="Role ARN"
              required
              error={errors['roleArn']}
              help="The read-only role. Its template can be downloaded once the account is saved."
            >
              {(field) => (
                <Textfield
                  {...field}
                  value={values.roleArn}
                  onChange={(event) => set({ roleArn: event.currentTarget.value.trim() })}
                />
              )}
            </Field>
            <Field label="Tier" error={errors['tier']}>
              {({ id, isInvalid }) => (
                <Select<{ label: string; value: AccountTier }>
                  inputId={id}
                  isInvalid={isInvalid}
                  options={ACCOUNT_TIERS.map((tier) => ({ label: tier, value: tier }))}
                  value={{ label: values.tier, value: values.tier }}
                  onChange={(chosen) => {
                    if (chosen !== null) set({ tier: chosen.value });
                  }}
                />
              )}
            </Field>
            <Field
              label="Owner project"
              error={errors['ownerProjectKey']}
              help="The Jira project of the team that owns the resources. Without one no issue is filed."
            >
              {({ id, isInvalid }) => (
                <ProjectSelect
                  inputId={id}
                  isInvalid={isInvalid}
                  projectKey={values.ownerProjectKey}
                  onChange={(ownerProjectKey) => set({ ownerProjectKey })}
                />
              )}
            </Field>
            <TypedChoicesField
              label="Tags"
              help="Your own labels, like team=payments: rollout policies select and route by them."
              error={errorUnder(errors, 'tags')}
              selected={tagsAsText(values.tags)}
              onChange={(texts) => set({ tags: tagsOf(texts) })}
            />
            <Field
              label="Regions"
              error={errorUnder(errors, 'regions')}
              help="Codes like us-east-1, eu-west-1. Empty: every region that the account has enabled."
            >
              {(field) => (
                <Textfield
                  {...field}
                  defaultValue={values.regions === 'enabled' ? '' : values.regions.join(', ')}
                  onChange={(event) => set({ regions: parseRegions(event.currentTarget.value) })}
                />
              )}
            </Field>
            <Checkbox
              label="Scan this account every hour"
              isChecked={values.enabled}
              onChange={(event) => set({ enabled: event.currentTarget.checked })}
            />
          </Stack>
        </ModalBody>
        <ModalFooter>
          <Button appearance="subtle" onClick={onClose}>
            Cancel
          </Button>
          <Button appearance="primary" type="submit" isLoading={save.isPending}>
            Save
          </Button>
        </ModalFooter>
      </form>
    </ModalDialog>
  );
}
