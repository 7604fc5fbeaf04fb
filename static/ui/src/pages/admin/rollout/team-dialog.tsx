import Button from '@atlaskit/button/new';
import ModalDialog, { ModalBody, ModalFooter, ModalHeader, ModalTitle } from '@atlaskit/modal-dialog';
import { Stack } from '@atlaskit/primitives';
import Textfield from '@atlaskit/textfield';
import { type Team, teamSchema } from '../../../../../../src/domain/rollout/policy';
import { Field } from '../../../components/field';
import { ForeignText } from '../../../components/foreign-text';
import { PersonSelect } from '../../../components/person-select';
import { ProjectSelect } from '../../../components/project-select';
import { errorUnder, useFields } from '../../../use-fields';

const NO_TEAM: Team = { tagValue: '', projectKey: '', component: null, assigneeId: null };

/** Where the issues of what carries a tag's value go. */
export function TeamDialog({
  team,
  others,
  onDone,
  onClose,
}: {
  /** Null for a new one. */
  team: Team | null;
  /** The values that other teams have already. */
  others: readonly string[];
  onDone: (team: Team) => void;
  onClose: () => void;
}) {
  const schema = teamSchema.refine(({ tagValue }) => !others.includes(tagValue.toLowerCase()), {
    path: ['tagValue'],
    message: 'is there already',
  });
  const { values, errors, set, ready } = useFields<Team>(team ?? NO_TEAM, schema);
  return (
    <ModalDialog onClose={onClose} width="small">
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (ready()) onDone(values);
        }}
      >
        <ModalHeader hasCloseButton>
          <ModalTitle>
            {team === null ? (
              'Add a team'
            ) : (
              <>
                Edit <ForeignText text={team.tagValue} />
              </>
            )}
          </ModalTitle>
        </ModalHeader>
        <ModalBody>
          <Stack space="space.100">
            <Field
              label="Tag value"
              required
              error={errors['tagValue']}
              help="As the tag of the resource or account has it, in any case."
            >
              {(field) => (
                <Textfield
                  {...field}
                  value={values.tagValue}
                  onChange={(event) => set({ tagValue: event.currentTarget.value })}
                />
              )}
            </Field>
            <Field label="Project" required error={errors['projectKey']}>
              {({ id, isInvalid }) => (
                <ProjectSelect
                  inputId={id}
                  isInvalid={isInvalid}
                  projectKey={values.projectKey === '' ? null : values.projectKey}
                  onChange={(projectKey) => set({ projectKey: projectKey ?? '' })}
                />
              )}
            </Field>
            <Field label="Component" error={errorUnder(errors, 'component')}>
              {(field) => (
                <Textfield
                  {...field}
                  value={values.component ?? ''}
                  onChange={(event) => set({ component: event.currentTarget.value || null })}
                />
              )}
            </Field>
            <Field label="Assignee" error={errorUnder(errors, 'assigneeId')}>
              {({ id, isInvalid }) => (
                <PersonSelect
                  inputId={id}
                  isInvalid={isInvalid}
                  personId={values.assigneeId}
                  onChange={(assigneeId) => set({ assigneeId })}
                />
              )}
            </Field>
          </Stack>
        </ModalBody>
        <ModalFooter>
          <Button appearance="subtle" onClick={onClose}>
            Cancel
          </Button>
          <Button appearance="primary" type="submit">
            {team === null ? 'Add to the draft' : 'Change the draft'}
          </Button>
        </ModalFooter>
      </form>
    </ModalDialog>
  );
}
