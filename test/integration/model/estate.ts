import type { Account } from '../../../src/domain/account';
import { findingId } from '../../../src/domain/finding';
import { GLOBAL_SCOPE } from '../../../src/domain/scope';
import ebsVolumeEncrypted from '../../../src/rules/ebs/ebs-volume-encrypted';
import ebsVolumeUnattached from '../../../src/rules/ebs/ebs-volume-unattached';
import s3BucketSecureTransport from '../../../src/rules/s3/s3-bucket-secure-transport';

export const REGION = 'eu-west-1';
export const PAYMENTS = '111122223333';
export const SHOP = '444455556666';

function account(id: string, name: string, ownerProjectKey: string, tier: Account['tier']): Account {
  const roleArn = `arn:aws:iam::${id}:role/CloudFindingsReadOnly`;
  return { id, name, roleArn, tier, ownerProjectKey, tags: {}, regions: [REGION], enabled: true };
}

export const ACCOUNTS: readonly Account[] = [
  account(PAYMENTS, 'payments', 'PAY', 'production'),
  account(SHOP, 'shop', 'WEB', 'development'),
];

export interface CloudResource {
  name: string;
  accountId: string;
  scope: string;
  arn: string;
}

const volume = (name: string, accountId: string): CloudResource => ({
  name,
  accountId,
  scope: REGION,
  arn: `arn:aws:ec2:${REGION}:${accountId}:volume/${name}`,
});
const bucket = (name: string): CloudResource => ({
  name,
  accountId: PAYMENTS,
  scope: GLOBAL_SCOPE,
  arn: `arn:aws:s3:::${name}`,
});

/** In the order in which AWS lists them. */
export const RESOURCES: readonly CloudResource[] = [
  volume('vol-ledger', PAYMENTS),
  volume('vol-spare', PAYMENTS),
  volume('vol-shop', SHOP),
  bucket('receipts'),
  bucket('reports'),
];

/** What a rule may find in a resource: one finding. */
export interface Weakness {
  /** As the story of a failure calls it. */
  name: string;
  ruleId: string;
  resource: CloudResource;
  findingId: string;
}

function weakness(name: string, ruleId: string, resourceName: string): Weakness {
  const resource = RESOURCES.find((one) => one.name === resourceName);
  if (resource === undefined) throw new Error(`The estate has no ${resourceName}`);
  const { accountId, arn: resourceArn } = resource;
  return {
    name,
    ruleId,
    resource,
    findingId: findingId({ ruleId, accountId, region: REGION, resourceArn }),
  };
}

export const RULES = [ebsVolumeEncrypted, ebsVolumeUnattached, s3BucketSecureTransport];
const [ENCRYPTED, UNATTACHED, HTTPS] = [
  ebsVolumeEncrypted.id,
  ebsVolumeUnattached.id,
  s3BucketSecureTransport.id,
];

export const WEAKNESSES: readonly Weakness[] = [
  weakness('vol-ledger is not encrypted', ENCRYPTED, 'vol-ledger'),
  weakness('vol-spare is not encrypted', ENCRYPTED, 'vol-spare'),
  weakness('vol-spare is attached to nothing', UNATTACHED, 'vol-spare'),
  weakness('vol-shop is not encrypted', ENCRYPTED, 'vol-shop'),
  weakness('receipts answers plain HTTP', HTTPS, 'receipts'),
  weakness('reports answers plain HTTP', HTTPS, 'reports'),
];

/** The parts of the estate that a work item reads each. */
export const SCOPES = [
  { accountId: PAYMENTS, scope: REGION, operation: 'DescribeVolumes in payments' },
  { accountId: PAYMENTS, scope: GLOBAL_SCOPE, operation: 'ListBuckets in payments' },
  { accountId: SHOP, scope: REGION, operation: 'DescribeVolumes in shop' },
] as const;

/** How a list call fares. */
export type ListingState = 'answers' | 'is denied' | 'answers its first page only';

/**
 * What one reading comes to for a weakness. `unjudged`: the resource is known to be there, and what the rule asks of it
 * is denied. `unlisted`: nobody knows whether it is there.
 */
export type Verdict = 'fails' | 'passes' | 'gone' | 'unjudged' | 'unlisted';

const key = ({ accountId, scope }: { accountId: string; scope: string }) => `${accountId} ${scope}`;

/** What is in AWS, and what of it the app may read. */
export class Estate {
  readonly #existing = new Set(RESOURCES.map(({ name }) => name));
  readonly #weak = new Set<string>();
  readonly #listings = new Map<string, ListingState>();
  readonly #closedAccounts = new Set<string>();
  #policiesDenied = false;

  weaken({ name, resource }: Weakness): void {
    this.#existing.add(resource.name);
    this.#weak.add(name);
  }

  mend({ name }: Weakness): void {
    this.#weak.delete(name);
  }

  remove({ name }: CloudResource): void {
    this.#existing.delete(name);
  }

  setListing(of: { accountId: string; scope: string }, state: ListingState): void {
    this.#listings.set(key(of), state);
  }

  setRole(accountId: string, works: boolean): void {
    if (works) this.#closedAccounts.delete(accountId);
    else this.#closedAccounts.add(accountId);
  }

  setPoliciesDenied(denied: boolean): void {
    this.#policiesDenied = denied;
  }

  /** Nothing is denied any more. */
  openUp(): void {
    this.#listings.clear();
    this.#closedAccounts.clear();
    this.#policiesDenied = false;
  }

  hasRole(accountId: string): boolean {
    return !this.#closedAccounts.has(accountId);
  }

  listing(of: { accountId: string; scope: string }): ListingState {
    return this.#listings.get(key(of)) ?? 'answers';
  }

  get policiesDenied(): boolean {
    return this.#policiesDenied;
  }

  isWeak({ name }: Weakness): boolean {
    return this.#weak.has(name);
  }

  /** The resources that the list call answers with. */
  listed(of: { accountId: string; scope: string }): CloudResource[] {
    const all = RESOURCES.filter((one) => key(one) === key(of) && this.#existing.has(one.name));
    switch (this.listing(of)) {
      case 'answers':
        return all;
      case 'is denied':
        return [];
      case 'answers its first page only':
        return all.slice(0, 1);
    }
  }

  verdict(weakness: Weakness): Verdict {
    const { resource } = weakness;
    if (!this.hasRole(resource.accountId)) return 'unlisted';
    if (!this.listed(resource).includes(resource))
      return this.listing(resource) === 'answers' ? 'gone' : 'unlisted';
    if (weakness.ruleId === HTTPS && this.#policiesDenied) return 'unjudged';
    return this.isWeak(weakness) ? 'fails' : 'passes';
  }
}
