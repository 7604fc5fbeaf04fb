import { Stack } from '@atlaskit/primitives';
import Textfield from '@atlaskit/textfield';
import { GROUPINGS, type RolloutPolicy, type Route } from '../../../../../../src/domain/rollout/policy';
import { ChoiceField } from '../../../components/choice-field';
import { Field } from '../../../components/field';
import { PersonSelect } from '../../../components/person-select';
import { ProjectSelect } from '../../../components/project-select';
import { errorUnder, type FieldErrors } from '../../../use-fields';
import { GROUPING_WORDS } from './words';

type Kind = Route['project']['kind'];

const KINDS: { label: string; value: Kind }[] = [
  { label: 'The project that owns the account', value: 'owner-project' },
  { label: 'One fixed project', value: 'project' },
  { label: 'The team that a tag names', value: 'tag' },
];

const WHOSE: { label: string; value: 'resource' | 'account' | 'resource-or-account' }[] = [
  { label: 'the resource, else of its account', value: 'resource-or-account' },
  { label: 'the resource', value: 'resource' },
  { label: 'the account', value: 'account' },
];

function startOf(kind: Kind): Route['project'] {
  if (kind === 'project') return { kind, projectKey: '' };
  if (kind === 'tag') return { kind, tag: 'team', of: 'resource-or-account' };
  return { kind };
}

/** Whose issues they become, and of which kind. */
export function RouteFields({
  policy,
  errors,
  onChange,
}: {
  policy: RolloutPolicy;
  errors: FieldErrors;
  onChange: (change: Partial<RolloutPolicy>) => void;
}) {
  const { route } = policy;
  const { project } = route;
  const set = (change: Partial<Route>) => onChange({ route: { ...route, ...change } });
  return (
    <Stack space="space.100">
      <ChoiceField
        label="File into"
        error={errors['route.project']}
        options={KINDS}
        value={project.kind}
        onChange={(kind) => set({ project: startOf(kind) })}
      />
      {project.kind === 'project' && (
        <Field label="Project" required error={errors['route.project.projectKey']}>
          {({ id, isInvalid }) => (
            <ProjectSelect
              inputId={id}
              isInvalid={isInvalid}
              projectKey={project.projectKey === '' ? null : project.projectKey}
              onChange={(projectKey) => set({ project: { kind: 'project', projectKey: projectKey ?? '' } })}
            />
          )}
        </Field>
      )}
      {project.kind === 'tag' && (
        <>
          <Field
            label="Tag"
            required
            error={errors['route.project.tag']}
            help="Its value is looked up among the teams. Without one the issue goes to the project that owns the account."
          >
            {(field) => (
              <Textfield
                {...field}
                value={project.tag}
                onChange={(event) => set({ project: { ...project, tag: event.currentTarget.value } })}
              />
            )}
          </Field>
          <ChoiceField
            label="The tag of"
            options={WHOSE}
            value={project.of}
            onChange={(of) => set({ project: { ...project, of } })}
          />
        </>
      )}
      <Field
        label="Issue type"
        required
        error={errors['issueType']}
        help="By name; each project must have it."
      >
        {(field) => (
          <Textfield
            {...field}
            value={policy.issueType}
            onChange={(event) => onChange({ issueType: event.currentTarget.value })}
          />
        )}
      </Field>
      <ChoiceField
        label="Issues"
        error={errors['grouping']}
        options={GROUPINGS.map((value) => ({ label: GROUPING_WORDS[value], value }))}
        value={policy.grouping}
        onChange={(grouping) => onChange({ grouping })}
      />
      <Field
        label="Component"
        error={errorUnder(errors, 'route.component')}
        help="For what no team has a component of its own. Projects that lack it get issues without it."
      >
        {(field) => (
          <Textfield
            {...field}
            value={route.component ?? ''}
            onChange={(event) => set({ component: event.currentTarget.value || null })}
          />
        )}
      </Field>
      <Field
        label="Assignee"
        error={errorUnder(errors, 'route.assigneeId')}
        help="Nobody: as the project has it."
      >
        {({ id, isInvalid }) => (
          <PersonSelect
            inputId={id}
            isInvalid={isInvalid}
            personId={route.assigneeId}
            onChange={(assigneeId) => set({ assigneeId })}
          />
        )}
      </Field>
    </Stack>
  );
}
