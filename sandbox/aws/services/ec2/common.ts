import type { Filter, Tag } from '@aws-sdk/client-ec2';
import type { Tags } from '../../estate/values';
import { type Page, paginate } from '../../paginate';
import type { Call } from '../../service';
import { AwsError } from '../../wire/aws-error';
import { resourceId, stableHex } from '../../world';

/** The declared id of a resource, or a stable one made of its name. */
export function idOf(call: Call, prefix: string, name: string, declared?: string): string {
  return declared ?? resourceId(prefix, call.account.id, call.region, name);
}

/** A stable private address. */
export function privateIpOf(call: Call, name: string): string {
  const hex = stableHex(6, call.account.id, call.region, name);
  const octet = (index: number) => Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16);
  return `10.${octet(0)}.${octet(1)}.${octet(2)}`;
}

/** A resource's tags over those of its account, with its name as the Name tag. */
export function tagList(call: Call, name: string, tags: Tags): Tag[] {
  return Object.entries({ Name: name, ...call.account.tags, ...tags }).map(([Key, Value]) => ({
    Key,
    Value,
  }));
}

/** What each filter of an operation compares, by the filter's name. */
export type FilterFields<T> = Record<string, (item: T) => (string | undefined)[]>;

/** Keeps what matches every filter. Throws InvalidParameterValue for a filter that the operation does not have. */
export function applyFilters<T extends { Tags?: Tag[] | undefined }>(
  items: T[],
  filters: Filter[] | undefined,
  fields: FilterFields<T>,
): T[] {
  return (filters ?? []).reduce((kept, filter) => {
    const read = tagFilter<T>(filter.Name ?? '') ?? fields[filter.Name ?? ''];
    if (!read) throw new AwsError('InvalidParameterValue', 400, `The filter '${filter.Name}' is invalid`);
    const patterns = (filter.Values ?? []).map(toExpression);
    return kept.filter((item) =>
      read(item).some((value) => value !== undefined && patterns.some((pattern) => pattern.test(value))),
    );
  }, items);
}

function tagFilter<T extends { Tags?: Tag[] | undefined }>(name: string) {
  if (name === 'tag-key') return (item: T) => (item.Tags ?? []).map((tag) => tag.Key);
  if (!name.startsWith('tag:')) return null;
  return (item: T) => (item.Tags ?? []).filter((tag) => tag.Key === name.slice(4)).map((tag) => tag.Value);
}

function toExpression(pattern: string): RegExp {
  return new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  );
}

export interface Selection<T> {
  ids: string[] | undefined;
  idOf(item: T): string | undefined;
  /** The parameter's name and the code of its NotFound error: `volumeSet`, `InvalidVolume`. */
  parameter: string;
  notFound: string;
}

/** Keeps the items whose ids were asked for. Throws the service's NotFound error for an id that is nowhere. */
export function selectIds<T>(items: T[], selection: Selection<T>, maxResults: number | undefined): T[] {
  const { ids, parameter, notFound } = selection;
  if (!ids || ids.length === 0) return items;
  if (maxResults !== undefined)
    throw new AwsError(
      'InvalidParameterCombination',
      400,
      `The parameter ${parameter} cannot be used with the parameter maxResults`,
    );
  const missing = ids.find((id) => !items.some((item) => selection.idOf(item) === id));
  if (missing !== undefined)
    throw new AwsError(`${notFound}.NotFound`, 400, `The ID '${missing}' does not exist`);
  return items.filter((item) => ids.includes(selection.idOf(item) ?? ''));
}

interface Paged {
  MaxResults?: number | undefined;
  NextToken?: string | undefined;
}

/** One page; `min` is the smallest MaxResults that the operation takes. */
export function pageOf<T>(items: T[], input: Paged, call: Call, min = 5): Page<T> {
  return paginate(
    items,
    { limit: input.MaxResults, token: input.NextToken, min, invalidToken: ['InvalidNextToken', 400] },
    call,
  );
}
