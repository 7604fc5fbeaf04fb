import type { Resource } from '../rules/define';
import type { Listing } from '../scan/evaluate/resource-readers';
import { ResourceGoneError, UnreadableError } from '../scan/evaluate/unreadable';
import { type Source, unforeseen } from './source';

/** A list operation, as it is asked page after page. */
export interface PagedList<Page, Item> {
  source: Source;
  /** Asks for the page that the token names; the first one without. */
  page: (token: string | undefined) => Promise<Page>;
  /** The page's items; undefined where the answer has no list at all, which a genuine answer always has. */
  items: (page: Page) => Item[] | undefined;
  /** The token of the page that follows; undefined after the last one. */
  next: (page: Page) => string | undefined;
}

export interface Items<Item> {
  items: Item[];
  /** Why the last page was not reached; null when it was. */
  failure: UnreadableError | null;
}

/**
 * Reads page after page to the last one. Keeps what was read when a later page fails. Rejects only with a ResourceGoneError of
 * `page`: where what the list is of is gone, there is nothing to list.
 */
export async function readItems<Page, Item>(list: PagedList<Page, Item>): Promise<Items<Item>> {
  const items: Item[] = [];
  const tokens = new Set<string>();
  let token: string | undefined;
  try {
    do {
      const page = await list.page(token);
      items.push(...list.source.required(list.items(page), 'its list'));
      token = list.next(page) || undefined;
      if (token !== undefined && tokens.has(token)) {
        throw list.source.malformed('the same next page over and over');
      }
      if (token !== undefined) tokens.add(token);
    } while (token !== undefined);
    return { items, failure: null };
  } catch (error) {
    if (error instanceof ResourceGoneError) throw error;
    return { items, failure: error instanceof UnreadableError ? error : unforeseen(list.source, error) };
  }
}

/** All items to the last page. Throws an UnreadableError where a page fails. */
export async function readAll<Page, Item>(list: PagedList<Page, Item>): Promise<Item[]> {
  const { items, failure } = await readItems(list);
  if (failure !== null) throw failure;
  return items;
}

/** Lists resources: each item becomes one, or none where `toResource` answers null. */
export async function readListing<Page, Item>(
  list: PagedList<Page, Item>,
  toResource: (item: Item) => Resource | null,
): Promise<Listing> {
  return toListing(list.source, await readItems(list), toResource);
}

/** Makes resources of items; an item that cannot be one is a failure of the list, and stops none of the others. */
export function toListing<Item>(
  source: Source,
  { items, failure }: Items<Item>,
  toResource: (item: Item) => Resource | null,
): Listing {
  const listing: Listing = { resources: [], failures: failure === null ? [] : [failure] };
  for (const item of items) {
    try {
      const resource = toResource(item);
      if (resource !== null) listing.resources.push(resource);
    } catch (error) {
      listing.failures.push(error instanceof UnreadableError ? error : unforeseen(source, error));
    }
  }
  return listing;
}

/** One listing of several list operations. */
export function joinListings(listings: Listing[]): Listing {
  return {
    resources: listings.flatMap(({ resources }) => resources),
    failures: listings.flatMap(({ failures }) => failures),
  };
}
