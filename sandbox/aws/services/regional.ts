import { type Regional, regionalSchema } from '../estate/regional';
import type { Call } from '../service';
import { stableHex } from '../world';

const NOTHING = regionalSchema.parse({});

/** What the caller's account has in the region of the call. */
export function here(call: Call): Regional {
  return call.account.regions[call.region] ?? NOTHING;
}

/** The availability zone that a resource happens to be in. */
export function zoneOf(call: Call, name: string): string {
  return call.region + 'abc'.charAt(Number.parseInt(stableHex(4, name), 16) % 3);
}
