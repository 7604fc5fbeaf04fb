import { z } from 'zod';
import { projectKeySchema } from '../account';
import { severitySchema } from '../severity';
import { DEFAULT_SLA, slaSchema } from '../sla';
import { storableTextSchema } from '../storable-text';
import { userIdSchema } from '../user-id';
import { DEFAULT_ESCALATION, escalationSchema } from './escalation';
import { DEFAULT_LIFECYCLE, lifecycleSchema } from './lifecycle';
import { ALL_ACCOUNTS, ALL_RULES, accountSelectionSchema, ruleSelectionSchema } from './selection';
import { stageSchema } from './stage';

const componentSchema = storableTextSchema.trim().min(1, 'must name a component').max(255);

/** Whose issues they become. */
export const routeSchema = z.object({
  project: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('owner-project') }),
    z.object({ kind: z.literal('project'), projectKey: projectKeySchema }),
    z.object({
      kind: z.literal('tag'),
      /** Its value is looked up among the teams. */
      tag: storableTextSchema.trim().min(1, 'must name a tag').max(128),
      /** Whose tag; with both, the resource's own comes first. */
      of: z.enum(['resource', 'account', 'resource-or-account']),
    }),
  ]),
  /** For what no team has a component or an assignee of its own. */
  component: componentSchema.nullable(),
  assigneeId: userIdSchema.nullable(),
});
export type Route = z.infer<typeof routeSchema>;

export const GROUPINGS = ['resource', 'rule-and-account'] as const;
export type Grouping = (typeof GROUPINGS)[number];

export const overrideSchema = z.object({
  severity: severitySchema.nullable(),
  /** Only those that differ from the rule's own setting. */
  parameters: z.record(z.string(), z.unknown()),
});
export type RuleOverride = z.infer<typeof overrideSchema>;

/** For which accounts and rules what happens with what is found. */
export const rolloutPolicySchema = z.object({
  id: z.uuid(),
  name: storableTextSchema.trim().min(1, 'must not be empty').max(100),
  accounts: accountSelectionSchema,
  rules: ruleSelectionSchema,
  stage: stageSchema,
  route: routeSchema,
  issueType: storableTextSchema.trim().min(1, 'must name an issue type').max(100),
  /** By Jira's field id, as Jira takes it: for fields that the target project requires and the app does not fill. */
  fieldDefaults: z.record(z.string().max(64), z.json()).default({}),
  /** One issue per finding, or one per rule and account that lists the resources. */
  grouping: z.enum(GROUPINGS),
  /** A run, or a UTC day, files no more new issues than this, the most severe first, and says how many it held back. */
  ceiling: z.object({
    perRun: z.number().int().min(1).max(1000),
    perDay: z.number().int().min(1).max(10_000),
  }),
  /** Null: the organisation's. */
  sla: slaSchema.nullable(),
  /** By rule id. */
  overrides: z.record(z.string().max(64), overrideSchema),
});
export type RolloutPolicy = z.infer<typeof rolloutPolicySchema>;

/** The value of a routing tag, and whose it is. */
export const teamSchema = z.object({
  /** As it stands in the tag, whatever the case of its letters. */
  tagValue: storableTextSchema.trim().min(1, 'must not be empty').max(256),
  projectKey: projectKeySchema,
  component: componentSchema.nullable(),
  assigneeId: userIdSchema.nullable(),
});
export type Team = z.infer<typeof teamSchema>;

/** Which rules are rolled out how far in which accounts: the first policy that matches decides. */
export const rolloutSchema = z
  .object({
    policies: z.array(rolloutPolicySchema).max(100),
    /** For what no policy matches; never tickets: those somebody has to have reviewed. */
    otherwise: z.enum(['off', 'observe']),
    sla: slaSchema,
    teams: z.array(teamSchema).max(1000),
    lifecycle: lifecycleSchema.default(DEFAULT_LIFECYCLE),
    escalation: escalationSchema.default(DEFAULT_ESCALATION),
  })
  .superRefine(({ policies, teams }, context) => {
    refuseRepeated(
      policies.map(({ id }) => id),
      'policies',
      'id',
      context,
    );
    refuseRepeated(
      policies.map(({ name }) => name.toLowerCase()),
      'policies',
      'name',
      context,
    );
    refuseRepeated(
      teams.map(({ tagValue }) => tagValue.toLowerCase()),
      'teams',
      'tagValue',
      context,
    );
  });
export type Rollout = z.infer<typeof rolloutSchema>;

function refuseRepeated(values: readonly string[], list: string, field: string, context: z.RefinementCtx) {
  for (const [index, value] of values.entries()) {
    if (values.indexOf(value) < index)
      context.addIssue({ code: 'custom', path: [list, index, field], message: 'is there already' });
  }
}

/** Everything is judged and shown to the security team, and nothing becomes an issue. */
export const DEFAULT_ROLLOUT: Rollout = {
  policies: [],
  otherwise: 'observe',
  sla: DEFAULT_SLA,
  teams: [],
  lifecycle: DEFAULT_LIFECYCLE,
  escalation: DEFAULT_ESCALATION,
};

/** A new policy, for the whole of every account, that files nothing yet. */
export function newPolicy(id: string, name: string): RolloutPolicy {
  return {
    id,
    name,
    accounts: ALL_ACCOUNTS,
    rules: ALL_RULES,
    stage: 'observe',
    route: { project: { kind: 'owner-project' }, component: null, assigneeId: null },
    issueType: 'Task',
    fieldDefaults: {},
    grouping: 'resource',
    ceiling: { perRun: 50, perDay: 200 },
    sla: null,
    overrides: {},
  };
}
