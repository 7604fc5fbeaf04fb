import type { Resource, ResourceType } from '../../rules/define';
import type { UnreadableError } from './unreadable';

/** What a list of resources came to. */
export interface Listing {
  /** Every resource that AWS answered with, also where a later page failed. */
  resources: Resource[];
  /** Empty when all was listed to the last page; only then does a resource's absence mean that it is gone. */
  failures: UnreadableError[];
}

/**
 * What the scan needs of AWS: the resources of one account in one scope. Resources are lazy: what they are asked beyond
 * their list call is read the first time and shared by all rules; it rejects with an UnreadableError where AWS does not
 * answer, and with a ResourceGoneError where the resource no longer exists.
 */
export interface ResourceReaders {
  /** aws, aws-us-gov or aws-cn. */
  readonly partition: string;
  /** Never rejects because of AWS; rejects with a TypeError for a kind of resource that has no reader. */
  list(type: ResourceType<Resource>): Promise<Listing>;
  /** The reads beyond lists that AWS did not answer, also those that a rule could do without in the end. */
  refused(): UnreadableError[];
  /** AWS API calls sent so far, retries included, by `service:Operation`. */
  apiCalls(): Record<string, number>;
}
