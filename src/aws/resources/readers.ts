import type { Listing } from '../../scan/evaluate/resource-readers';

/** How to list each kind of resource of one service, by the key of its resource type. */
export type Readers = Record<string, () => Promise<Listing>>;
