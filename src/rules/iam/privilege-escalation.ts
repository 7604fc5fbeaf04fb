import { conditionLines, demandsItsKey, STRING_MATCHES } from '../policy/conditions';
import type { PolicyDocument, PolicyStatement } from '../policy/document';
import { actionMatches } from '../policy/glob';
import { actionsOf, asList } from '../policy/public-access';

/** Actions that together let their holder get more than they have. */
export interface Escalation {
  actions: string[];
  /** The service that runs with the role which is handed to it; null where none is. */
  passedTo: string | null;
  /** What the holder does with it, after "lets its holder". */
  how: string;
}

const alone = (action: string, how: string): Escalation => ({ actions: [action], passedTo: null, how });
const passing = (service: string, actions: string[], how: string): Escalation => ({
  actions: ['iam:PassRole', ...actions],
  passedTo: `${service}.amazonaws.com`,
  how,
});

/**
 * Known ways from some permissions to all of them, as collected by Rhino Security Labs ("AWS IAM Privilege Escalation -
 * Methods and Mitigation") and pathfinding.cloud.
 */
export const ESCALATIONS: readonly Escalation[] = [
  alone('iam:CreatePolicyVersion', 'rewrite a policy that they have'),
  alone('iam:SetDefaultPolicyVersion', 'bring back an older, wider version of a policy'),
  alone('iam:AttachUserPolicy', 'attach any policy to a user'),
  alone('iam:AttachGroupPolicy', 'attach any policy to a group'),
  alone('iam:AttachRolePolicy', 'attach any policy to a role'),
  alone('iam:PutUserPolicy', 'write a policy into a user'),
  alone('iam:PutGroupPolicy', 'write a policy into a group'),
  alone('iam:PutRolePolicy', 'write a policy into a role'),
  alone('iam:AddUserToGroup', 'join any group'),
  alone('iam:CreateAccessKey', 'make access keys of other users'),
  alone('iam:CreateLoginProfile', 'give other users a password'),
  alone('iam:UpdateLoginProfile', 'change the passwords of other users'),
  alone('iam:UpdateAssumeRolePolicy', 'let themselves assume any role'),
  alone('lambda:UpdateFunctionCode', 'run code with the role of any function'),
  alone('glue:UpdateDevEndpoint', 'log in to any development endpoint with its role'),
  passing('ec2', ['ec2:RunInstances'], 'start an instance with any role'),
  passing('lambda', ['lambda:CreateFunction', 'lambda:InvokeFunction'], 'run a function with any role'),
  passing(
    'lambda',
    ['lambda:CreateFunction', 'lambda:AddPermission'],
    'have a function called with any role',
  ),
  passing(
    'lambda',
    ['lambda:CreateFunction', 'lambda:CreateEventSourceMapping'],
    'have a function triggered with any role',
  ),
  passing('cloudformation', ['cloudformation:CreateStack'], 'create a stack with any role'),
  passing('ecs-tasks', ['ecs:RegisterTaskDefinition', 'ecs:RunTask'], 'run a task with any role'),
  passing('ecs-tasks', ['ecs:RegisterTaskDefinition', 'ecs:CreateService'], 'run a service with any role'),
  passing('codebuild', ['codebuild:CreateProject', 'codebuild:StartBuild'], 'run a build with any role'),
  passing('glue', ['glue:CreateDevEndpoint'], 'open a development endpoint with any role'),
  passing('glue', ['glue:CreateJob', 'glue:StartJobRun'], 'run a job with any role'),
  passing(
    'sagemaker',
    ['sagemaker:CreateNotebookInstance', 'sagemaker:CreatePresignedNotebookInstanceUrl'],
    'open a notebook with any role',
  ),
  passing(
    'states',
    ['states:CreateStateMachine', 'states:StartExecution'],
    'run a state machine with any role',
  ),
  passing(
    'datapipeline',
    ['datapipeline:CreatePipeline', 'datapipeline:PutPipelineDefinition', 'datapipeline:ActivatePipeline'],
    'run a pipeline with any role',
  ),
];

/** The ways to more that the policy by itself opens on resources that nobody limited, Denies of the same policy applied. */
export function escalationsOf(document: PolicyDocument): Escalation[] {
  return ESCALATIONS.filter(({ actions, passedTo }) =>
    actions.every((action) => isGranted(document, action, passedTo)),
  );
}

/** The Allow statements that open it. */
export function statementsFor(
  { Statement }: PolicyDocument,
  { actions, passedTo }: Escalation,
): PolicyStatement[] {
  return Statement.filter((statement) => actions.some((action) => grants(statement, action, passedTo)));
}

function isGranted({ Statement }: PolicyDocument, action: string, passedTo: string | null): boolean {
  return (
    Statement.some((statement) => grants(statement, action, passedTo)) &&
    !Statement.some((statement) => takesBack(statement, action))
  );
}

function grants(statement: PolicyStatement, action: string, passedTo: string | null): boolean {
  return (
    statement.Effect === 'Allow' &&
    actionsOf(statement, [action]).length > 0 &&
    speaksOfAnyResource(statement) &&
    !isNarrowed(statement, action, passedTo)
  );
}

/**
 * `*`, a pattern whose star stands for whole parts of the ARN (`arn:aws:iam::*`), or every role, user or function
 * (`arn:aws:iam::*:role/*`). A name in front of the star limits it.
 */
const UNLIMITED = /^([*:]+|arn(:[^:]*){0,4}:\*+|arn(:[^:]*){4}:[\w*-]+[:/]\*+)$/;

function speaksOfAnyResource({ Resource, NotResource }: PolicyStatement): boolean {
  return NotResource !== undefined || asList(Resource).some((resource) => UNLIMITED.test(resource));
}

/** Keys that limit what is acted on or handed over, and not just when or from where. */
const LIMITING_KEYS =
  /^(iam:(permissionsboundary|policyarn|associatedresourcearn|resourcetag\/.*)|aws:resourcetag\/.*|\w+:resourcetag\/.*)$/;

const POSITIVE = [...STRING_MATCHES, 'arnequals', 'arnlike'];

function isNarrowed(statement: PolicyStatement, action: string, passedTo: string | null): boolean {
  return conditionLines(statement).some((line) => {
    const { key, operator, values } = line;
    if (!POSITIVE.includes(operator)) return false;
    if (key === 'iam:passedtoservice' && actionMatches(action, 'iam:PassRole'))
      return passedTo !== null && !values.some((value) => actionMatches(value, passedTo));
    // Otherwise it holds for whatever has no boundary, no tag and no policy.
    return LIMITING_KEYS.test(key) && demandsItsKey(line) && !values.some((value) => UNLIMITED.test(value));
  });
}

/** A Deny counts when nothing limits it; what it leaves open is left open. */
function takesBack(statement: PolicyStatement, action: string): boolean {
  return (
    statement.Effect === 'Deny' &&
    conditionLines(statement).length === 0 &&
    asList(statement.Resource).includes('*') &&
    actionsOf(statement, [action]).length > 0
  );
}
