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
export function placeOf(place: Place): (string | null)[] {
  const { scope, region, resourceId } = place;
  const { start, rest } = shortened(place);
  return [region === scope ? null : region, resourceId, start, rest];
}

/** As much as the column takes; a service's ARNs start with some 15 characters. */
const LONGEST_START = 255;

/**
 * Of an ARN with region, account and id what stands before and between them; of one that ends with the id what stands before
 * it, and no rest. No start where it is neither: then the rest is all of it.
 */
function shortened({ resourceArn, region, accountId, resourceId }: Place): {
  start: string | null;
  rest: string | null;
} {
  const idAt = resourceArn.length - resourceId.length;
  const between = `${region}:${accountId}:`;
  const at = resourceArn.indexOf(between);
  if (!resourceArn.endsWith(resourceId)) return { start: null, rest: resourceArn };
  if (at >= 0 && at <= LONGEST_START && at + between.length <= idAt)
    return { start: resourceArn.slice(0, at), rest: resourceArn.slice(at + between.length, idAt) };
  return idAt <= LONGEST_START
    ? { start: resourceArn.slice(0, idAt), rest: null }
    : { start: null, rest: resourceArn };
}
