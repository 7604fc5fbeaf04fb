import { userBean } from '../beans/people';
import { JiraError } from '../errors';
import { type Call, ok, route } from '../http/route';
import type { Account, Group } from '../store/model';

const GROUPS = { byDefault: 50, most: 50 };

function accountNamed(call: Call): Account {
  const accountId = call.query.get('accountId');
  if (!accountId) throw new JiraError(400, ['The query parameter accountId has to be given.']);
  const account = call.site.store.account(accountId);
  if (!account) {
    throw new JiraError(404, ['Specified user does not exist or you do not have required permissions']);
  }
  return account;
}

const groupBean = (call: Call, group: Group) => ({
  name: group.name,
  groupId: group.groupId,
  self: `${call.site.baseUrl}/rest/api/3/group?groupId=${group.groupId}`,
});

function slice<T>(call: Call, all: T[]): T[] {
  const startAt = call.number('startAt', 0);
  return all.slice(startAt, startAt + Math.min(call.number('maxResults', 50), 1000));
}

const matching = (account: Account, query: string) =>
  [account.displayName, account.emailAddress ?? ''].some((text) =>
    text
      .toLowerCase()
      .split(/[\s@.]+/)
      .concat(text.toLowerCase())
      .some((word) => word.startsWith(query.toLowerCase())),
  );

function foundUsers(call: Call, eligible: (account: Account) => boolean) {
  const query = call.query.get('query');
  const accountId = call.query.get('accountId');
  const found = call.site.store.site.accounts.filter(
    (account) =>
      account.active &&
      eligible(account) &&
      (accountId ? account.accountId === accountId : query === null || matching(account, query)),
  );
  return slice(call, found).map((account) => userBean(call.site, account));
}

export const peopleRoutes = [
  route('GET', '/myself', (call) => {
    const { site, caller } = call;
    const account = site.store.account(caller.accountId);
    if (!account) throw new JiraError(401, ['Client must be authenticated to access this resource.']);
    const groups = site.store.groupsOf(account.accountId).map((group) => groupBean(call, group));
    const expand = new Set(call.list('expand'));
    return ok({
      ...userBean(site, account),
      locale: 'en_US',
      expand: 'groups,applicationRoles',
      groups: { size: groups.length, items: expand.has('groups') ? groups : [] },
      applicationRoles: { size: 1, items: [] },
    });
  }),
  route('GET', '/user', (call) => {
    const account = accountNamed(call);
    const groups = call.site.store.groupsOf(account.accountId).map((group) => groupBean(call, group));
    const expand = new Set(call.list('expand'));
    return ok({
      ...userBean(call.site, account),
      expand: 'groups,applicationRoles',
      ...(expand.has('groups') ? { groups: { size: groups.length, items: groups } } : {}),
    });
  }),
  route('GET', '/user/groups', (call) => {
    const account = accountNamed(call);
    return ok(call.site.store.groupsOf(account.accountId).map((group) => groupBean(call, group)));
  }),
  route('GET', '/user/search', (call) => {
    if (!call.query.has('query') && !call.query.has('accountId')) {
      throw new JiraError(400, ["Query parameter 'query', 'accountId' or 'property' has to be given."]);
    }
    return ok(foundUsers(call, (account) => account.accountType === 'atlassian'));
  }),
  route('GET', '/users/search', (call) =>
    ok(slice(call, call.site.store.site.accounts).map((account) => userBean(call.site, account))),
  ),
  route('GET', '/user/assignable/search', (call) => {
    const issueKey = call.query.get('issueKey') ?? call.query.get('issueId');
    const project = issueKey
      ? call.site.store.projectOf(call.issue(issueKey))
      : call.project(call.query.get('project') ?? '');
    return ok(
      foundUsers(call, (account) => call.site.permissions.has(account.accountId, 'ASSIGNABLE_USER', project)),
    );
  }),
  route('GET', '/group/bulk', (call) => {
    const ids = call.list('groupId');
    const names = call.list('groupName');
    const found = call.site.store.site.groups.filter(
      (group) =>
        (ids.length === 0 && names.length === 0) || ids.includes(group.groupId) || names.includes(group.name),
    );
    const values = found.map(({ name, groupId }) => ({ name, groupId }));
    return ok(call.page(values, '/group/bulk', GROUPS));
  }),
  route('GET', '/group/member', (call) => {
    const named = call.query.get('groupId') ?? call.query.get('groupname') ?? '';
    const group = call.site.store.group(named);
    if (!group) throw new JiraError(404, [`The group named '${named}' does not exist.`]);
    const members = group.members.flatMap((id) => {
      const account = call.site.store.account(id);
      return account && (account.active || call.flag('includeInactiveUsers', false))
        ? [userBean(call.site, account)]
        : [];
    });
    return ok(call.page(members, '/group/member', GROUPS));
  }),
];
