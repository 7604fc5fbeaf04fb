import { raw } from 'sql-template-tag';

/**
 * Where a finding is, without what its row says already: most ARNs are the region, the account and the id with little around
 * them, which a million times over is a tenth of all that may be stored. The columns `region` and `resource_arn` are
 * computed from these.
 */
export const PLACE = raw('other_region, resource_id, arn_start, arn_rest');

interface Place {
  accountId: string;
  scope: string;
  region: string;
  resourceId: string;
  resourceArn: string;
}

/** The values of PLACE. */
export function placeOf({ accountId, scope, region, resourceId, resourceArn }: Place): (string | null)[] {
  const { start, rest } = withoutWhatIsSaid(resourceArn, `${region}:${accountId}:`, resourceId);
  return [region === scope ? null : region, resourceId, start, rest];
}

/** `start` is null for an ARN that is not of that form, or whose end was cut; then `rest` is all of it. */
function withoutWhatIsSaid(
  arn: string,
  between: string,
  end: string,
): { start: string | null; rest: string } {
  const at = arn.indexOf(between);
  const restAt = at + between.length;
  const restEnd = arn.length - end.length;
  if (at < 0 || at > LONGEST_START || restAt > restEnd || !arn.endsWith(end))
    return { start: null, rest: arn };
  return { start: arn.slice(0, at), rest: arn.slice(restAt, restEnd) };
}

/** As much as its column takes; a service's ARNs start with some 15 characters. */
const LONGEST_START = 128;
