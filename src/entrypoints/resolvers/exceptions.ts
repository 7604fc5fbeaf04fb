import {
  decideOnException,
  previewStandingException,
  requestFindingException,
  requestStanding,
} from '../../composition';
import type {
  ExceptedFinding,
  ExceptionPreviewView,
  ExceptionResponses,
  ExceptionView,
} from '../../contract/exceptions';
import { type Exception, type ExceptionPattern, problemWithEnd } from '../../domain/exception';
import type { CandidateFinding } from '../../exceptions/candidate';
import { findRule } from '../../rules/index';
import { listAccounts } from '../../storage/accounts';
import {
  exceptionRepository,
  findingsById,
  listExceptions as storedExceptions,
} from '../../storage/exceptions';
import { mayDecideExceptions } from './callers';
import type { Caller } from './page-resolver';
import { peopleOf } from './people';
import { Refusal } from './refusal';

/** Exceptions in these states, with what they cover. */
export async function listExceptions(
  states: readonly Exception['state'][],
  caller: Caller,
): Promise<ExceptionResponses['listExceptions']> {
  const [{ exceptions, more }, mayDecide] = await Promise.all([
    storedExceptions({ states }),
    mayDecideExceptions(caller),
  ]);
  return { exceptions: await exceptionViews(exceptions), more, mayDecide };
}

export async function previewException(pattern: ExceptionPattern): Promise<ExceptionPreviewView> {
  refuseUnknownRules(pattern);
  const { total, sample } = await previewStandingException(pattern);
  const view = await findingViewer();
  return { total, sample: sample.map(view) };
}

/** Throws a Refusal that names the field. */
export async function requestStandingException(
  { pattern, reason, until }: { pattern: ExceptionPattern; reason: string; until: number },
  { accountId }: Caller,
): Promise<{ exception: ExceptionView }> {
  refuseUnknownRules(pattern);
  refuseBadEnd(until);
  return viewOf(await requestStanding({ pattern, reason, until, by: accountId }));
}

/** Asks for an exception of one finding. Throws a Refusal that names the field. */
export async function requestForFinding(
  findingId: string,
  { reason, until }: { reason: string; until: number },
  { accountId }: Caller,
): Promise<void> {
  refuseBadEnd(until);
  await requestFindingException({ findingId, reason, until, by: accountId });
}

interface DecisionInput {
  id: string;
  note: string;
  until?: number | undefined;
}

/** Throws a Refusal for whoever may not decide, and for what was decided already. */
export async function decideOn(
  verdict: 'granted' | 'declined' | 'withdrawn',
  { id, note, until }: DecisionInput,
  caller: Caller,
): Promise<{ exception: ExceptionView }> {
  if (!(await mayDecideExceptions(caller)) && !(verdict === 'withdrawn' && (await isOwn(id, caller)))) {
    throw new Refusal(
      'forbidden',
      'You need the global permission “Approve cloud exceptions”. A Jira administrator can grant it.',
    );
  }
  if (until !== undefined) refuseBadEnd(until);
  const exception = await decideOnException({
    id,
    verdict,
    note,
    by: caller.accountId,
    ...(until === undefined ? {} : { until }),
  });
  if (exception === null)
    throw new Refusal('not-found', 'There is no such exception, or somebody has decided about it already.');
  return viewOf(exception);
}

async function isOwn(id: string, { accountId }: Caller): Promise<boolean> {
  return (await exceptionRepository.get(id))?.requestedBy === accountId;
}

async function viewOf(exception: Exception): Promise<{ exception: ExceptionView }> {
  const [view] = await exceptionViews([{ ...exception, covered: await coveredBy(exception.id) }]);
  if (view === undefined) throw new Error(`No view of the exception ${exception.id}`);
  return { exception: view };
}

async function coveredBy(id: string): Promise<number> {
  let covered = 0;
  for await (const page of exceptionRepository.covered(id)) covered += page.length;
  return covered;
}

/** With the names of people, and what each is about. */
export async function exceptionViews(
  exceptions: readonly (Exception & { covered: number })[],
): Promise<ExceptionView[]> {
  const findingIds = exceptions.flatMap(({ scope }) => (scope.kind === 'finding' ? [scope.findingId] : []));
  const [people, findings, view] = await Promise.all([
    peopleOf(
      exceptions.flatMap(({ requestedBy, decidedBy }) => [
        requestedBy,
        ...(decidedBy === null ? [] : [decidedBy]),
      ]),
    ),
    findingsById(findingIds),
    findingViewer(),
  ]);
  return exceptions.map(({ scope, requestedBy, decidedBy, ...exception }): ExceptionView => {
    const finding = scope.kind === 'finding' ? findings.get(scope.findingId) : undefined;
    return {
      ...exception,
      requestedBy: people(requestedBy),
      decidedBy: decidedBy === null ? null : people(decidedBy),
      pattern: scope.kind === 'pattern' ? scope.pattern : null,
      finding: finding === undefined ? null : view(finding),
    };
  });
}

async function findingViewer(): Promise<(finding: CandidateFinding) => ExceptedFinding> {
  const names = new Map((await listAccounts()).map(({ id, name }) => [id, name]));
  return ({ id, ruleId, severity, accountId, region, resourceName, resourceId, message, issueKey }) => ({
    id,
    ruleId,
    ruleTitle: findRule(ruleId)?.title ?? ruleId,
    severity,
    accountName: names.get(accountId) ?? accountId,
    region,
    resource: resourceName ?? resourceId,
    message,
    issueKey,
  });
}

function refuseUnknownRules({ ruleIds }: ExceptionPattern): void {
  const stranger = ruleIds.find((ruleId) => findRule(ruleId) === null);
  if (stranger !== undefined)
    throw new Refusal('invalid', `There is no rule ${stranger}.`, {
      'pattern.ruleIds': `names no rule: ${stranger}`,
    });
}

function refuseBadEnd(until: number): void {
  const problem = problemWithEnd(until, Date.now());
  if (problem !== null)
    throw new Refusal('invalid', `The end of the exception ${problem}.`, { until: problem });
}
