import { z } from 'zod';

/**
 * The state of one Jira site. It is what a seed supplies, what the REST calls change and what jira.json keeps, so the
 * same schema checks all three.
 */

export const PROJECT_PERMISSIONS = [
  'BROWSE_PROJECTS',
  'CREATE_ISSUES',
  'EDIT_ISSUES',
  'TRANSITION_ISSUES',
  'ASSIGN_ISSUES',
  'ASSIGNABLE_USER',
  'ADD_COMMENTS',
  'EDIT_OWN_COMMENTS',
  'EDIT_ALL_COMMENTS',
  'DELETE_OWN_COMMENTS',
  'DELETE_ALL_COMMENTS',
  'DELETE_ISSUES',
  'ADMINISTER_PROJECTS',
] as const;
export const projectPermissionSchema = z.enum(PROJECT_PERMISSIONS);
export type ProjectPermission = z.infer<typeof projectPermissionSchema>;

/** Who holds a permission: a group's members, one account, or the app's own user. */
export const grantSchema = z.union([
  z.object({ group: z.string() }),
  z.object({ account: z.string() }),
  z.object({ app: z.literal(true) }),
]);
export type Grant = z.infer<typeof grantSchema>;

export const accountSchema = z.object({
  accountId: z.string(),
  accountType: z.enum(['atlassian', 'app']),
  displayName: z.string(),
  emailAddress: z.string().optional(),
  active: z.boolean(),
  timeZone: z.string(),
});
export type Account = z.infer<typeof accountSchema>;

export const groupSchema = z.object({ groupId: z.string(), name: z.string(), members: z.array(z.string()) });
export type Group = z.infer<typeof groupSchema>;

export const issueTypeSchema = z.object({ id: z.string(), name: z.string(), description: z.string() });
export type IssueType = z.infer<typeof issueTypeSchema>;

export const prioritySchema = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  color: z.string(),
});
export type Priority = z.infer<typeof prioritySchema>;

export const statusSchema = z.object({
  id: z.string(),
  name: z.string(),
  category: z.enum(['new', 'indeterminate', 'done']),
});
export type Status = z.infer<typeof statusSchema>;

export const resolutionSchema = z.object({ id: z.string(), name: z.string(), description: z.string() });
export type Resolution = z.infer<typeof resolutionSchema>;

export const transitionSchema = z.object({
  id: z.string(),
  name: z.string(),
  to: z.string(),
  /** Status ids that the transition starts from; without it, every status (Jira's "global" transition). */
  from: z.array(z.string()).optional(),
  /** Fields of the transition's screen. */
  screen: z.array(z.object({ fieldId: z.string(), required: z.boolean() })).optional(),
  /** What the workflow itself does to the resolution (a post function); 'keep' when it leaves it alone. */
  resolution: z.union([z.literal('keep'), z.literal('clear'), z.object({ set: z.string() })]),
});
export type Transition = z.infer<typeof transitionSchema>;

export const workflowSchema = z.object({
  id: z.string(),
  name: z.string(),
  statuses: z.array(z.string()),
  initialStatus: z.string(),
  transitions: z.array(transitionSchema),
});
export type Workflow = z.infer<typeof workflowSchema>;

/** A custom field that a Jira admin made (the app's own fields come from the manifest). */
export const adminFieldSchema = z.object({
  id: z.string().regex(/^customfield_\d+$/),
  name: z.string(),
  description: z.string(),
  type: z.enum(['select', 'number', 'textfield']),
  options: z.array(z.object({ id: z.string(), value: z.string() })).optional(),
});
export type AdminField = z.infer<typeof adminFieldSchema>;

export const projectSchema = z.object({
  id: z.string(),
  key: z.string(),
  name: z.string(),
  description: z.string(),
  typeKey: z.enum(['software', 'business']),
  leadAccountId: z.string(),
  issueTypes: z.array(z.string()),
  workflow: z.string(),
  /** The create and edit screens: fields beyond project, issue type and summary, which are always there. */
  screen: z.array(z.object({ fieldId: z.string(), required: z.boolean() })),
  permissions: z.partialRecord(projectPermissionSchema, z.array(grantSchema)),
  nextIssueNumber: z.number().int().positive(),
});
export type Project = z.infer<typeof projectSchema>;

export const changeItemSchema = z.object({
  field: z.string(),
  fieldId: z.string(),
  fieldtype: z.enum(['jira', 'custom']),
  from: z.string().nullable(),
  fromString: z.string().nullable(),
  to: z.string().nullable(),
  toText: z.string().nullable(),
});
export type ChangeItem = z.infer<typeof changeItemSchema>;

export const changeGroupSchema = z.object({
  id: z.string(),
  authorId: z.string(),
  created: z.number(),
  items: z.array(changeItemSchema),
});
export type ChangeGroup = z.infer<typeof changeGroupSchema>;

export const commentSchema = z.object({
  id: z.string(),
  authorId: z.string(),
  updateAuthorId: z.string(),
  body: z.json(),
  created: z.number(),
  updated: z.number(),
  properties: z.array(z.object({ key: z.string(), value: z.json() })),
});
export type Comment = z.infer<typeof commentSchema>;

export const issueSchema = z.object({
  id: z.string(),
  projectId: z.string(),
  number: z.number().int().positive(),
  /** Keys from before the issue was moved; Jira goes on answering to them. */
  formerKeys: z.array(z.string()),
  issueTypeId: z.string(),
  summary: z.string(),
  description: z.json().nullable(),
  statusId: z.string(),
  statusChanged: z.number(),
  priorityId: z.string(),
  resolutionId: z.string().nullable(),
  resolved: z.number().nullable(),
  labels: z.array(z.string()),
  assigneeId: z.string().nullable(),
  reporterId: z.string(),
  creatorId: z.string(),
  created: z.number(),
  updated: z.number(),
  dueDate: z.string().nullable(),
  /** By field id: admins' fields and the app's. */
  custom: z.record(z.string(), z.json()),
  properties: z.record(z.string(), z.json()),
  comments: z.array(commentSchema),
  /** Account ids. */
  watchers: z.array(z.string()).default([]),
  history: z.array(changeGroupSchema),
});
export type Issue = z.infer<typeof issueSchema>;

export const jiraSeedSchema = z.object({
  siteTitle: z.string(),
  accounts: z.array(accountSchema),
  /** The account that an unauthenticated caller of the sandbox acts as. */
  defaultAccountId: z.string(),
  appAccountId: z.string(),
  adminGroup: z.string(),
  groups: z.array(groupSchema),
  issueTypes: z.array(issueTypeSchema),
  priorities: z.array(prioritySchema),
  defaultPriorityId: z.string(),
  statuses: z.array(statusSchema),
  resolutions: z.array(resolutionSchema),
  workflows: z.array(workflowSchema),
  adminFields: z.array(adminFieldSchema),
  projects: z.array(projectSchema),
  /** Groups that hold one of the app's own global permissions, by the permission's module key. */
  appPermissionGroups: z.record(z.string(), z.array(z.string())),
  issues: z.array(issueSchema),
});
/** Everything that a site starts with. */
export type JiraSeed = z.infer<typeof jiraSeedSchema>;

export const jiraStateSchema = z.object({
  version: z.literal(1),
  seed: jiraSeedSchema,
  /** Field ids that Jira gave to the app's fields, by module key: stable over restarts as in Jira. */
  appFieldIds: z.record(z.string(), z.string()),
  nextId: z.number().int().positive(),
});
export type JiraState = z.infer<typeof jiraStateSchema>;
