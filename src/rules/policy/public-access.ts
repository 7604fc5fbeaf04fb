import { narrowsToKnownCallers, stopsAllButKnownCallers } from './conditions';
import type { PolicyDocument, PolicyStatement } from './document';
import { actionMatches, covers } from './glob';

/** A statement that gives everyone some of the actions that were asked about, with no Deny taking them all back. */
export interface PublicGrant {
  statement: PolicyStatement;
  /** The actions asked about that it gives, in the order asked. */
  actions: string[];
}

export const asList = (value: string | string[] | undefined): string[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

/** Whether the element names everyone: `"*"`, `{"AWS": "*"}` or a list that holds it. */
export function namesEveryone(principal: PolicyStatement['Principal']): boolean {
  if (principal === undefined) return false;
  if (typeof principal === 'string') return principal === '*';
  return Object.entries(principal).some(([kind, who]) => kind !== 'Service' && asList(who).includes('*'));
}

/** Whether a stranger is among those that the statement speaks of; NotPrincipal speaks of all but the few it names. */
function concernsEveryone(statement: PolicyStatement): boolean {
  if (statement.NotPrincipal !== undefined) return !namesEveryone(statement.NotPrincipal);
  return namesEveryone(statement.Principal);
}

function concernsAction(statement: PolicyStatement, action: string): boolean {
  if (statement.NotAction !== undefined) {
    return !asList(statement.NotAction).some((pattern) => actionMatches(pattern, action));
  }
  return asList(statement.Action).some((pattern) => actionMatches(pattern, action));
}

/** Those of `actions` (concrete ones) that the statement speaks of. */
export function actionsOf(statement: PolicyStatement, actions: string[]): string[] {
  return actions.filter((action) => concernsAction(statement, action));
}

/** Whether a Deny reaches everything that the Allow speaks of. What cannot be told is taken as not reached. */
function reachesResourcesOf(deny: PolicyStatement, allow: PolicyStatement): boolean {
  const denied = asList(deny.Resource);
  if (denied.includes('*')) return true;
  if (deny.Resource === undefined || allow.Resource === undefined) return false;
  return asList(allow.Resource).every((inner) => denied.some((outer) => covers(outer, inner)));
}

/** What a policy gives to everyone, and the Denies that take something back from everyone. */
interface OpenPolicy {
  allows: PolicyStatement[];
  denies: PolicyStatement[];
}

/**
 * A statement counts when its principal is everyone and no condition narrows it to callers that the owner chose; a Deny
 * counts when it stops everyone but such callers.
 */
function openPolicy({ Statement }: PolicyDocument): OpenPolicy {
  const ofEveryone = Statement.filter(concernsEveryone);
  return {
    allows: ofEveryone
      .filter(({ Effect }) => Effect === 'Allow')
      .filter((one) => !narrowsToKnownCallers(one)),
    denies: ofEveryone.filter(({ Effect }) => Effect === 'Deny').filter(stopsAllButKnownCallers),
  };
}

/**
 * The statements of a resource policy that give everyone at least one of `actions` (concrete ones, `s3:GetObject`), with
 * no Deny that takes the action back from everyone on the same resources.
 */
export function publicGrants(document: PolicyDocument, actions: string[]): PublicGrant[] {
  const { allows, denies } = openPolicy(document);
  return allows
    .map((statement) => ({
      statement,
      actions: actions.filter(
        (action) =>
          concernsAction(statement, action) &&
          !denies.some((deny) => concernsAction(deny, action) && reachesResourcesOf(deny, statement)),
      ),
    }))
    .filter((grant) => grant.actions.length > 0);
}

/** The statements of a resource policy that give everyone anything at all, save those that a Deny takes back in whole. */
export function publicStatements(document: PolicyDocument): PolicyStatement[] {
  const { allows, denies } = openPolicy(document);
  return allows.filter(
    (statement) =>
      !denies.some((deny) => takesBackEveryAction(deny, statement) && reachesResourcesOf(deny, statement)),
  );
}

/** Whether a Deny speaks of every action of the Allow. What cannot be told is taken as not taken back. */
function takesBackEveryAction(deny: PolicyStatement, allow: PolicyStatement): boolean {
  const denied = asList(deny.Action);
  if (denied.includes('*')) return true;
  if (allow.Action === undefined) return false;
  return asList(allow.Action).every((inner) =>
    denied.some((outer) => covers(outer.toLowerCase(), inner.toLowerCase())),
  );
}
