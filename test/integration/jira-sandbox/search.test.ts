import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { DEMO_ACCOUNTS } from '../../../sandbox/jira';
import { create, keysOf, NOW, startSite, type TestSite, task } from './site';

describe('searching', () => {
  let site: TestSite;

  beforeAll(async () => {
    site = await startSite();
    const high = await create(site, 'app', {
      ...task('PAY', 'S3 bucket harbor-pine-logs is public', {
        labels: ['aws', 's3'],
        priority: { name: 'High' },
        duedate: '2026-11-25',
      }),
      properties: [{ key: 'cloud-finding', value: { id: 'fp-1', rule: 's3' } }],
    });
    const low = await create(site, 'app', {
      ...task('PLAT', 'Volume vol-0a1b is not encrypted', { labels: ['aws'], priority: { name: 'Low' } }),
      properties: [{ key: 'cloud-finding', value: { id: 'fp-2' } }],
    });
    await site.send('app', 'POST', '/app/field/value', {
      updates: [
        { customField: 'customfield_10101', issueIds: [high.id], value: 'high' },
        { customField: 'customfield_10101', issueIds: [low.id], value: 'low' },
        { customField: 'customfield_10102', issueIds: [high.id, low.id], value: '111122223333' },
        { customField: 'customfield_10103', issueIds: [high.id], value: '2026-11-25T00:00:00Z' },
      ],
    });
  });

  const APP_ISSUES = ['PAY-4', 'PLAT-3'];

  it.each([
    ['"Finding severity" = high', ['PAY-4']],
    ['"finding severity" in (high, low)', APP_ISSUES],
    ['"Finding severity" not in (low)', ['PAY-4']],
    ['"Finding severity" != low', ['PAY-4']],
    ['NOT "Finding severity" = low', ['PAY-4']],
    ['"Finding severity" is not EMPTY', APP_ISSUES],
    ['cf[10101] = low', ['PLAT-3']],
    ['"AWS account" = 111122223333 AND project = PAY', ['PAY-4']],
    ['"Finding due" <= 3d', ['PAY-4']],
    ['"Finding due" < startOfDay()', []],
    ['"Finding due" >= "2026-11-25"', ['PAY-4']],
    ['issue.property[cloud-finding].id = "fp-2"', ['PLAT-3']],
    ['cloudFindingId in ("fp-1", "fp-2", "fp-3")', APP_ISSUES],
    ['cloudFindingId = "fp-9"', []],
    ['creator = currentUser() AND labels = aws', []],
    [`reporter = "${DEMO_ACCOUNTS.app}"`, APP_ISSUES],
    ['labels = aws AND labels in (s3)', ['PAY-4']],
    ['labels != s3 AND labels = aws', ['PLAT-3']],
    ['summary ~ bucket AND creator = "Cloud Findings for Jira"', ['PAY-4']],
    ['text ~ "harbor-pine*"', ['PAY-4']],
    ['text ~ "\\"not encrypted\\""', ['PLAT-3']],
    ['summary !~ bucket AND labels = aws', ['PLAT-3']],
    ['due = 2026-11-25', ['PAY-4']],
    ['due < 1d AND labels = aws', []],
    ['priority > Medium AND labels = aws', ['PAY-4']],
    ['created >= -1h', APP_ISSUES],
    ['created >= startOfDay() AND created <= now()', APP_ISSUES],
    ['key = pay-4', ['PAY-4']],
    ['key in (PAY-4, PLAT-3)', APP_ISSUES],
    ['key >= PAY-3', ['PAY-3', 'PAY-4']],
    ['resolution = Unresolved AND labels = aws', APP_ISSUES],
    ['resolution is EMPTY AND labels = aws', APP_ISSUES],
    ['project = PAY AND status = Done', ['PAY-1']],
    ['project = PAY AND statusCategory != Done', ['PAY-2', 'PAY-3', 'PAY-4']],
    ['project in (Payments) AND (issuetype = Bug OR type = Story)', ['PAY-1', 'PAY-2']],
    ['assignee in membersOf("security-team")', ['SEC-1', 'SEC-2']],
    ['assignee is EMPTY AND labels = aws', APP_ISSUES],
    ['NOT (labels = aws OR project not in (PAY))', ['PAY-2', 'PAY-3']],
    ['NOT (labels = s3 OR labels = audit) AND labels = aws', ['PLAT-3']],
  ])('%s', async (jql, keys) => {
    expect((await keysOf(site, 'admin', jql)).sort()).toEqual(keys);
  });

  it('orders, and puts what is empty last', async () => {
    const found = await keysOf(site, 'admin', 'project = PAY ORDER BY priority DESC, key ASC');
    expect(found).toEqual(['PAY-2', 'PAY-4', 'PAY-1', 'PAY-3']);
    expect((await keysOf(site, 'admin', 'project = PAY ORDER BY due')).at(0)).toBe('PAY-4');
    expect((await keysOf(site, 'admin', 'project = PAY ORDER BY due DESC')).at(0)).toBe('PAY-4');
  });

  it.each([
    ['nonsense = 1', "Field 'nonsense' does not exist or you do not have permission to view it."],
    ['project = NOPE', "The value 'NOPE' does not exist for the field 'project'."],
    ['issuetype = Nope', "The value 'Nope' does not exist for the field 'issuetype'."],
    ['assignee = nobody', "The value 'nobody' does not exist for the field 'assignee'."],
    ['summary = test', "The operator '=' is not supported by the 'summary' field."],
    ['"Finding severity" ~ hi', "The operator '~' is not supported by the 'Finding severity' field."],
    ['project ~ P', "The operator '~' is not supported by the 'project' field."],
    [
      'issue.property[other].id = 1',
      "Field 'issue.property[other].id' does not exist or you do not have permission to view it.",
    ],
    ['key = PAY-999', "An issue with key 'PAY-999' does not exist for field 'key'."],
    [
      'created > yesterday',
      "Date value 'yesterday' for field 'created' is invalid. Valid formats include: 'yyyy/MM/dd HH:mm', 'yyyy-MM-dd HH:mm', 'yyyy/MM/dd', 'yyyy-MM-dd', or a period format e.g. '-5d', '4w 2d'.",
    ],
    ['assignee = magic()', "Unable to find JQL function 'magic()'."],
    [
      'order by key',
      'Unbounded JQL queries are not allowed here. Please add a search restriction to your query.',
    ],
    ['', 'Unbounded JQL queries are not allowed here. Please add a search restriction to your query.'],
  ])('refuses %j in Jira’s words', async (jql, message) => {
    const { status, body } = await site.send('admin', 'POST', '/search/jql', { jql });
    expect({ status, body }).toEqual({ status: 400, body: { errorMessages: [message], errors: {} } });
  });

  it('shows each caller only the projects that they may browse', async () => {
    expect(await keysOf(site, 'developer', 'labels = aws')).toEqual(['PAY-4']);
    expect(await keysOf(site, 'outsider', 'labels = aws')).toEqual([]);
    const { body } = await site.send('developer', 'POST', '/search/jql', { jql: 'project = PLAT' });
    expect(body).toMatchObject({
      errorMessages: ["The value 'PLAT' does not exist for the field 'project'."],
    });
    const hidden = await site.send('developer', 'POST', '/search/jql', { jql: 'key = PLAT-3' });
    expect(hidden.status).toBe(400);
  });

  it('gives ids alone unless more is asked for', async () => {
    const ask = async (more: object) =>
      (await site.send('admin', 'POST', '/search/jql', { jql: 'key = PAY-4', ...more })).body;
    const id = site.jira.store.issue('PAY-4')?.id;
    expect(await ask({})).toEqual({ issues: [{ id }], isLast: true });
    expect(await ask({ fields: ['id'], properties: ['cloud-finding'] })).toEqual({
      issues: [{ id, properties: { 'cloud-finding': { id: 'fp-1', rule: 's3' } } }],
      isLast: true,
    });
    expect(await ask({ fields: ['key'] })).toMatchObject({ issues: [{ id, key: 'PAY-4' }] });
    expect(await ask({ fields: ['summary', 'customfield_10101'] })).toMatchObject({
      issues: [{ fields: { summary: 'S3 bucket harbor-pine-logs is public', customfield_10101: 'high' } }],
    });
  });

  it('pages with a token that belongs to its query', async () => {
    const pageSchema = z.object({
      issues: z.array(z.object({ id: z.string() })),
      nextPageToken: z.string().optional(),
      isLast: z.boolean(),
    });
    const seen: string[] = [];
    let nextPageToken: string | undefined;
    let pages = 0;
    do {
      const { body } = await site.send('admin', 'POST', '/search/jql', {
        jql: 'project is not EMPTY',
        maxResults: 5,
        ...(nextPageToken ? { nextPageToken } : {}),
      });
      const page = pageSchema.parse(body);
      seen.push(...page.issues.map((issue) => issue.id));
      expect(page.isLast).toBe(page.nextPageToken === undefined);
      nextPageToken = page.nextPageToken;
      pages += 1;
    } while (nextPageToken);
    expect({ pages, issues: new Set(seen).size }).toEqual({ pages: 4, issues: 16 });
    const other = await site.send('admin', 'POST', '/search/jql', {
      jql: 'project = PAY',
      nextPageToken: 'nonsense',
    });
    expect(other.status).toBe(400);
  });

  it('counts', async () => {
    const { body } = await site.send('admin', 'POST', '/search/approximate-count', { jql: 'project = PAY' });
    expect(body).toEqual({ count: 4 });
  });
});

describe('an index that lags', () => {
  it('shows writes late, unless the issue is named for reconciliation', async () => {
    const site = await startSite({ searchLagMs: 5000 });
    const { key, id } = await create(site, 'app', task('PAY', 'fresh', { labels: ['fresh'] }));
    const search = async (more: object = {}) => {
      const { body } = await site.send('app', 'POST', '/search/jql', {
        jql: 'labels = fresh',
        fields: ['summary'],
        ...more,
      });
      return z
        .object({ issues: z.array(z.object({ fields: z.object({ summary: z.string() }) })) })
        .parse(body)
        .issues.map((issue) => issue.fields.summary);
    };
    expect(await search()).toEqual([]);
    expect(await search({ reconcileIssues: [Number(id)] })).toEqual(['fresh']);
    expect((await site.send('app', 'GET', `/issue/${key}`)).status).toBe(200);
    site.clock.now = NOW + 5000;
    expect(await search()).toEqual(['fresh']);

    await site.send('app', 'PUT', `/issue/${key}`, { fields: { summary: 'stale' } });
    expect(await search()).toEqual(['fresh']);
    expect(await search({ reconcileIssues: [Number(id)] })).toEqual(['stale']);
    await site.send('admin', 'DELETE', `/issue/${key}`);
    expect(await search()).toEqual(['fresh']);
    expect(await search({ reconcileIssues: [Number(id)] })).toEqual([]);
    site.clock.now = NOW + 10_000;
    expect(await search()).toEqual([]);
  });

  it('reconciles 50 issues and no more', async () => {
    const site = await startSite();
    const reconcileIssues = Array.from({ length: 51 }, (_, index) => index + 1);
    expect(
      (await site.send('app', 'POST', '/search/jql', { jql: 'project = PAY', reconcileIssues })).status,
    ).toBe(400);
  });
});
