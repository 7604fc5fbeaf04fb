import type { PersonView } from '../../contract/exceptions';
import { jiraAsApp } from '../../jira/client';
import { displayNameOf } from '../../jira/users';

/** The people's names; the account id of whom Jira does not tell. Each is asked about once. */
export async function peopleOf(accountIds: readonly string[]): Promise<(id: string) => PersonView> {
  const jira = jiraAsApp();
  const asked = [...new Set(accountIds)].map(async (id) => [id, await displayNameOf(jira, id)] as const);
  const names = new Map(await Promise.all(asked));
  return (id) => ({ id, name: names.get(id) ?? id });
}
