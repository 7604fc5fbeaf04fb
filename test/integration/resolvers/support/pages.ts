import { join } from 'node:path';
import { z } from 'zod';
import { DEMO_ACCOUNTS } from '../../../../sandbox/jira';
import { type Sandbox, startSandbox } from '../../../../sandbox/sandbox';

export const HUB_SECRET = 'hub-secret-of-the-pipeline-tests-01';
export const PAYMENTS = '111122223333';
export const WEB = '444455556666';
/** What an admin may save of that account. */
export const PAYMENTS_ACCOUNT = {
  id: PAYMENTS,
  name: 'prod-payments',
  roleArn: `arn:aws:iam::${PAYMENTS}:role/CloudFindingsReadOnly`,
  tier: 'production',
  ownerProjectKey: 'PAY',
  tags: {},
  regions: 'enabled',
  enabled: true,
};
export const HOUR = 60 * 60 * 1000;

export type Person = keyof typeof DEMO_ACCOUNTS;

const answerSchema = z.object({
  ok: z.boolean(),
  value: z.unknown().optional(),
  error: z
    .object({ code: z.string(), message: z.string(), fields: z.record(z.string(), z.string()).optional() })
    .optional(),
});
export type PageAnswer = z.infer<typeof answerSchema>;

export interface Pages {
  sandbox: Sandbox;
  /** The hourly trigger and all that follows from it, without waiting for delays. */
  runHour(): Promise<void>;
  global(person: Person | null, functionKey: string, payload?: unknown): Promise<PageAnswer>;
  admin(person: Person | null, functionKey: string, payload?: unknown): Promise<PageAnswer>;
  /** As Forge calls the project page in that project: `extension` is what it vouches for. */
  project(key: string, person: Person | null, functionKey: string, payload?: unknown): Promise<PageAnswer>;
  panel(issueKey: string, person: Person | null, functionKey: string, payload?: unknown): Promise<PageAnswer>;
  /** Whatever any resolver answered, and whatever was logged. */
  everythingSaid(): string;
  /** The answers alone. */
  answers: { functionKey: string; text: string }[];
}

/** Jira, Forge and AWS with a small estate that changes by the hour, and its pages as each person calls them. */
export async function startPages(): Promise<Pages> {
  const logged: string[] = [];
  const answers: Pages['answers'] = [];
  const sandbox = await startSandbox({
    estateDir: join(import.meta.dirname, '..', '..', '..', 'fixtures', 'changing-estate'),
    log: (line) => logged.push(line),
  });
  const { host, jira } = sandbox;

  async function ask(
    moduleKey: string,
    person: Person | null,
    extension: Record<string, unknown>,
    call: { functionKey: string; payload: unknown },
  ): Promise<PageAnswer> {
    const accountId = person === null ? null : DEMO_ACCOUNTS[person];
    const answer = await host.invokeResolver({ moduleKey, accountId, extension, ...call });
    answers.push({ functionKey: call.functionKey, text: JSON.stringify(answer) });
    return answerSchema.parse(answer);
  }
  function placeOf(projectKey: string) {
    const project = jira.store.project(projectKey);
    if (project === undefined) throw new Error(`There is no project ${projectKey}`);
    return { id: project.id, key: project.key };
  }

  return {
    sandbox,
    answers,
    async runHour() {
      await host.runScheduledTrigger('hourly-scan');
      await host.drainQueues({ skipDelays: true });
    },
    global: (person, functionKey, payload = {}) =>
      ask('findings-global-page', person, { type: 'jira:globalPage' }, { functionKey, payload }),
    admin: (person, functionKey, payload = {}) =>
      ask('findings-admin-page', person, { type: 'jira:adminPage' }, { functionKey, payload }),
    project: (key, person, functionKey, payload = {}) =>
      ask(
        'findings-project-page',
        person,
        { type: 'jira:projectPage', project: placeOf(key) },
        { functionKey, payload },
      ),
    panel(issueKey, person, functionKey, payload = {}) {
      const issue = jira.store.issue(issueKey);
      if (issue === undefined) throw new Error(`There is no issue ${issueKey}`);
      return ask(
        'finding-panel',
        person,
        { type: 'jira:issuePanel', issue: { id: issue.id, key: issueKey } },
        { functionKey, payload },
      );
    },
    everythingSaid: () => [...answers.map(({ text }) => text), ...logged].join('\n'),
  };
}
