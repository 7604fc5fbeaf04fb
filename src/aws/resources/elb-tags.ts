import { UnreadableError } from '../../scan/evaluate/unreadable';
import { whenAbsent } from '../absent';
import { type Source, unforeseen } from '../source';
import { ELB_GONE } from './elb-api';
import { tagsOf } from './tags';

/** Both generations of DescribeTags take no more at once. */
const TAGS_OF_AT_ONCE = 20;

interface Described {
  /** The name or the ARN that was asked for. */
  key: string | undefined;
  tags: { Key?: string | undefined; Value?: string | undefined }[] | undefined;
}

export interface BalancerTags {
  of(key: string): Record<string, string>;
  /** Why the tags of some could not be read; those have none, and whoever routes by tags has to know. */
  failures: UnreadableError[];
}

/** The tags of load balancers, which their list does not hold. One that is gone meanwhile has none. */
export async function readBalancerTags(
  source: Source,
  keys: string[],
  describe: (keys: string[]) => Promise<Described[] | undefined>,
): Promise<BalancerTags> {
  const tags = new Map<string, Record<string, string>>();
  const failures: UnreadableError[] = [];

  async function read(some: string[]): Promise<void> {
    const answer = await whenAbsent(describe(some), ELB_GONE, 'gone' as const);
    if (answer === 'gone') {
      // One that is gone makes AWS answer for none of them.
      if (some.length > 1) for (const one of some) await read([one]);
      return;
    }
    for (const { key, tags: listed } of source.required(answer, 'the tags'))
      tags.set(source.required(key, 'whose tags they are'), tagsOf(listed));
    const missing = some.find((key) => !tags.has(key));
    if (missing !== undefined) throw source.malformed(`no tags of ${missing}`);
  }

  for (let first = 0; first < keys.length; first += TAGS_OF_AT_ONCE) {
    try {
      await read(keys.slice(first, first + TAGS_OF_AT_ONCE));
    } catch (error) {
      failures.push(error instanceof UnreadableError ? error : unforeseen(source, error));
    }
  }
  return { of: (key) => tags.get(key) ?? {}, failures };
}
