import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { textOf } from '../../../sandbox/jira/adf';
import { DEMO_ACCOUNTS } from '../../../sandbox/jira/index';
import { parseCsv } from '../../../src/aws/resources/csv';
import { formatCsv } from '../../../src/cli/format-csv';
import type { FindingDetail, FindingRow } from '../../../src/contract/findings';
import { toCsv } from '../../../src/domain/csv';
import { fitText } from '../../../src/domain/fit-text';
import type { Json } from '../../../src/domain/json';
import type { Evaluation } from '../../../src/domain/scan-outcome';
import {
  GROUPED_RULE,
  HOSTILE_NAMES,
  HOSTILE_QUEUES,
  hostileEstate,
  SINGLE_RULES,
} from '../../fixtures/hostile-estate';
import { NOTHING_DONE, type Pipeline, startPipeline } from './support/pipeline';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 240_000 });

const WITNESSES =
  /__pwned|evil|DROP TABLE|jndi|HYPERLINK|OR 1=1|\u{1F4A9}|q{50}|x{50}|wJalrXUtnFEMI|SEC-1 closed/u;
const CONTROL = /\p{C}/u;

let pipeline: Pipeline;
let findings: FindingRow[];
let estate: ReturnType<typeof hostileEstate>;
beforeAll(async () => {
  estate = hostileEstate();
  pipeline = await startPipeline({ estate, database: 'hostile' });
  const run = await pipeline.runHour();
  findings = await pipeline.findings();
  const single = findings.filter(({ ruleId }) => SINGLE_RULES.includes(ruleId));
  expect(run).toMatchObject({
    workItems: { total: 2, done: 2, failed: 0 },
    issues: { ...NOTHING_DONE, created: single.length + 1 },
    problems: [],
  });
});
afterAll(() => pipeline?.stop());

const of = (ruleId: string): FindingRow[] => findings.filter((finding) => finding.ruleId === ruleId);
const detail = async (id: string): Promise<FindingDetail> =>
  pipeline.pages.global('getFinding', { findingId: id });
const issues = () =>
  [...pipeline.jira.store.issues()].filter(({ properties }) => 'cloud-finding' in properties);

async function panel<T>(issueKey: string | null, functionKey: string, payload: object, answer: z.ZodType<T>) {
  const issue = pipeline.jira.store.issue(issueKey ?? '');
  return z.object({ ok: z.literal(true), value: answer }).parse(
    await pipeline.host.invokeResolver({
      moduleKey: 'finding-panel',
      functionKey,
      payload,
      accountId: DEMO_ACCOUNTS.developer,
      extension: { type: 'jira:issuePanel', issue: { id: issue?.id, key: issueKey } },
    }),
  ).value;
}

async function jql(query: string): Promise<string[]> {
  const reply = await fetch(`${pipeline.url}/rest/api/3/search/jql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jql: query, fields: ['key'], maxResults: 200 }),
  });
  const { issues: found } = z
    .object({ issues: z.array(z.object({ key: z.string() })) })
    .parse(await reply.json());
  return found.map(({ key }) => key);
}

describe('what a hostile account holds', () => {
  it('is read to the end, each resource once, told apart by more than case and accents', async () => {
    expect((await pipeline.pages.global('listUnread', {})).rows).toEqual([]);
    const named = (ruleId: string) =>
      of(ruleId).map(({ resourceName, resourceId }) => resourceName ?? resourceId);
    expect(named('ebs-volume-encrypted').sort()).toEqual(
      Object.values(HOSTILE_NAMES)
        // The sandbox's estate cannot hold it; unit tests do.
        .filter((name) => name !== HOSTILE_NAMES.prototype)
        .map((name) => fitText(name, 256))
        .sort(),
    );
    expect(
      of(GROUPED_RULE)
        .map(({ resourceId }) => resourceId)
        .sort(),
    ).toEqual(['huge', ...Object.values(HOSTILE_QUEUES).map((name) => fitText(name, 512))].sort());
    expect(
      of('iam-user-console-mfa')
        .map(({ resourceId }) => resourceId)
        .sort(),
    ).toEqual(['Admin', 'admin']);
    expect(
      of('iam-role-trust-public')
        .map(({ resourceId }) => resourceId)
        .sort(),
    ).toEqual(['Deploy', 'deploy']);
    expect(named('kms-key-public').sort()).toEqual(['alias/Main', 'alias/main']);
    expect(
      of('lambda-function-runtime')
        .map(({ resourceId }) => resourceId)
        .sort(),
    ).toEqual(['Handler', 'handler']);
    expect(new Set(findings.map(({ id }) => id)).size).toBe(findings.length);
    expect(findings.every(({ state }) => state === 'open')).toBe(true);
  });

  it('is stored as it is, what is too long cut with a sign', async () => {
    const [sg] = of('ec2-sg-open-unapproved-port');
    expect(sg?.message).toMatch(/tcp 1-79, tcp 81-442, tcp 444-10000$/);
    const huge = of(GROUPED_RULE).find(({ resourceId }) => resourceId === 'huge');
    expect(huge?.message).toMatch(/^Statement "<\/script><script>.*… \(truncated\)$/);
    const { evidence } = await detail(huge?.id ?? '');
    expect(JSON.stringify(evidence)).toMatch(/more characters\)/);
    expect(JSON.stringify(evidence).length).toBeLessThan(60_000);
    const [script] = of('ec2-instance-userdata-secrets');
    expect(JSON.stringify(await detail(script?.id ?? ''))).not.toContain('wJalrXUtnFEMI');
    for (const { message, resourceId, resourceArn } of findings)
      expect([message.length <= 1000, resourceId.length <= 512, resourceArn.length <= 1024]).not.toContain(
        false,
      );
  });

  it('is found by what its names hold, and by nothing that they would be in SQL', async () => {
    const search = async (text: string) =>
      (await pipeline.findings({ search: text })).map(
        ({ resourceName, resourceId }) => resourceName ?? resourceId,
      );
    expect(await search("'); DROP TABLE findings; -- \\' %_ /*")).toEqual([HOSTILE_NAMES.sql]);
    expect(await search('" OR 1=1 ORDER')).toEqual([HOSTILE_NAMES.jql]);
    expect(await search('%_ /*')).toEqual([HOSTILE_NAMES.sql]);
    expect(await search("' OR '1'='1")).toEqual([]);
    expect(await search('\u202Egnp.exe')).toHaveLength(2);
  });

  it('leaves an hour with nothing new nothing to write and nothing to say', async () => {
    expect(await pipeline.nextHour()).toMatchObject({ issues: NOTHING_DONE, problems: [] });
    expect(await pipeline.findings()).toEqual(findings);
  });

  it('is read again by its stored ARN, though that is cut or has lost a character', async () => {
    const answer = z.object({ outcome: z.string(), finding: z.object({ id: z.string() }) });
    const names = [HOSTILE_QUEUES.longA, HOSTILE_QUEUES.longB, HOSTILE_QUEUES.nul, HOSTILE_QUEUES.surrogate];
    const ids = of(GROUPED_RULE).filter(({ resourceId }) =>
      names.some((name) => fitText(name, 512) === resourceId),
    );
    expect(ids).toHaveLength(names.length);
    for (const { id, issueKey } of ids)
      expect(await panel(issueKey, 'checkAgain', { findingId: id }, answer)).toEqual({
        outcome: 'open',
        finding: { id },
      });
  });
});

/** Every node of a document. */
function nodesOf(document: Json): Record<string, Json>[] {
  if (Array.isArray(document)) return document.flatMap(nodesOf);
  if (document === null || typeof document !== 'object') return [];
  return [document, ...Object.values(document).flatMap(nodesOf)];
}

/** Text alone: nothing that Jira loads, runs, sends to somebody, or that hides or turns round what stands beside it. */
function expectInert(document: Json) {
  expect(textOf(document)).not.toMatch(/[^\P{C}\n]/u);
  for (const { type, attrs } of nodesOf(document)) {
    if (typeof type === 'string')
      expect([
        'doc',
        'paragraph',
        'heading',
        'text',
        'bulletList',
        'orderedList',
        'listItem',
        'codeBlock',
        'strong',
        'code',
        'link',
        // Of whoever asked for an exception, by the app itself.
        'mention',
      ]).toContain(type);
    if (type === 'mention') expect(attrs).toEqual({ id: DEMO_ACCOUNTS.developer });
    if (attrs !== undefined && typeof attrs === 'object' && attrs !== null && 'href' in attrs)
      expect(String(attrs['href'])).toMatch(
        /^https:\/\/([\w-]+\.)*(console\.aws|docs\.aws|aws)\.amazon\.com\//,
      );
  }
}

/** Neither where quotes hold its cells together, nor where a semicolon, a tab, a bar or a line is what ends one. */
function expectNoFormula(csv: string) {
  const cells = parseCsv(csv)?.flat() ?? [];
  expect(cells.length).toBeGreaterThan(100);
  const parts = [...cells, ...csv.split(/[;|\t\r\n]/)];
  expect(parts.filter((part) => /^[ "]*[=+@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20-]/.test(part))).toEqual([]);
}

describe('the issues of a hostile account', () => {
  it('have one line that says what, where and in which resource, as text', () => {
    expect(issues().length).toBeGreaterThan(30);
    for (const { summary, labels, custom } of issues()) {
      expect(summary).not.toMatch(CONTROL);
      expect(summary.length).toBeLessThanOrEqual(255);
      expect(labels).toHaveLength(3);
      for (const label of labels) expect(label).toMatch(/^[a-z0-9-]+$/);
      for (const value of Object.values(custom)) {
        expect(String(value)).not.toMatch(CONTROL);
        expect(String(value).length).toBeLessThanOrEqual(255);
      }
    }
    const summaries = issues().map(({ summary }) => summary);
    expect(
      summaries.filter((summary) => summary.includes('<img src=x onerror="window.__pwned=1">')),
    ).toHaveLength(1);
    expect(summaries.some((summary) => summary.includes('pay[U+200B]ments[U+FEFF][U+2060]'))).toBe(true);
    expect(summaries.filter((summary) => /x{80,}… \(/.test(summary))).toHaveLength(1);
    expect(summaries.filter((summary) => /\u{1F4A9}… \(/u.test(summary))).toHaveLength(1);
  });

  it('have descriptions of plain text', () => {
    for (const { description } of issues()) {
      expect(description).not.toBeNull();
      expectInert(description);
      expect(JSON.stringify(description)).not.toMatch(/\$\(touch|aws [^"]*(DROP TABLE|__pwned)/);
    }
  });

  it('are found by the app’s fields, and by no query that a name holds', async () => {
    const keys = (rows: FindingRow[]) => rows.flatMap(({ issueKey }) => issueKey ?? []).sort();
    expect(
      (await jql('"Cloud rule" = "ebs-volume-encrypted" AND "AWS account" = "111122223333"')).sort(),
    ).toEqual(keys(of('ebs-volume-encrypted')));
    for (const { resourceArn, issueKey } of of('lambda-function-runtime'))
      expect(await jql(`"Cloud resource" = "${resourceArn}"`)).toEqual([issueKey]);
    expect(await jql('"Cloud resource" ~ "DROP" OR "Finding severity" = "OR 1=1"').catch(() => [])).toEqual(
      [],
    );
  });

  it('get comments of plain text when somebody decides and when it is fixed', async () => {
    const byName = (name: string) => of('ebs-volume-encrypted').find((row) => row.resourceName === name);
    const html = byName(HOSTILE_NAMES.html);
    const reason = `${HOSTILE_NAMES.adf} ${HOSTILE_NAMES.override} ${HOSTILE_NAMES.mention}`;
    const until = pipeline.clock.now() + 30 * 24 * 60 * 60_000;
    await panel(html?.issueKey ?? null, 'requestException', { reason, until }, z.unknown());
    const { exceptions } = await pipeline.pages.global('listExceptions', { states: ['requested'] });
    expect(exceptions.map((exception) => exception.reason)).toEqual([reason]);
    await pipeline.pages.global('grantException', { id: exceptions[0]?.id, note: HOSTILE_NAMES.script });
    const region = estate.estate.accounts[0]?.regions['us-east-1'];
    for (const volume of Object.values(region?.volumes ?? {})) volume.encrypted = true;
    const run = await pipeline.nextHour();
    expect(run.issues.closed).toBe(of('ebs-volume-encrypted').length - 1);

    const comments = issues().flatMap((issue) => issue.comments.map(({ body }) => body));
    expect(comments.length).toBeGreaterThan(run.issues.closed);
    expect(
      comments.some((body) => textOf(body).includes('{"type":"mention","attrs":{"id":"712020:admin"}}')),
    ).toBe(true);
    for (const body of comments) expectInert(body);
  });

  it('leave an audit log that no spreadsheet runs', async () => {
    const { rows } = await pipeline.pages.admin('listAudit', {});
    expect(rows.length).toBeGreaterThan(40);
    const cells = rows.map(({ subject, note, changes }) => [
      subject,
      note,
      ...changes.map(({ to }) => JSON.stringify(to ?? '')),
    ]);
    expect(cells.flat().join('\n')).toMatch(/__pwned/);
    expectNoFormula(toCsv(cells));
  });

  it('leave an export of the scan that no spreadsheet runs, wherever it ends a cell', async () => {
    const results: Evaluation[] = [];
    for (const row of of(GROUPED_RULE)) {
      const { evidence } = await detail(row.id);
      results.push({
        ...row,
        evidence,
        scope: row.region,
        resourceType: 'AWS::SQS::Queue',
        tags: {},
        status: 'fail',
      });
    }
    const text = formatCsv({ results, unread: [], apiCalls: {}, durationMs: 0 });
    expect([...text.matchAll(/eu;'=HYPERLINK/g)].length).toBeGreaterThan(0);
    expectNoFormula(text);
  });
});

describe('the log of a hostile account', () => {
  it('is a JSON object a line, and holds nothing that the account does', () => {
    expect(pipeline.logged.length).toBeGreaterThan(5);
    for (const line of pipeline.logged) {
      expect(line).not.toMatch(WITNESSES);
      expect(line).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029]/u);
      expect(JSON.parse(line.slice(line.indexOf('{')))).toMatchObject({ event: expect.any(String) });
    }
  });
});
