import type { Resource } from './define';

/** Whether the resource has the tag, written as `key` or `key=value`; an empty text is no tag. */
export function hasTag({ tags = {} }: Resource, tag: string): boolean {
  if (tag === '') return false;
  const [key = '', ...value] = tag.split('=');
  return value.length === 0 ? Object.hasOwn(tags, key) : tags[key] === value.join('=');
}
