import type { GuidanceTarget } from '../../../src/rules/define';

export const ACCOUNT = '444455556666';

/** A resource as the guidance of its rules is given it. */
export interface Target extends Omit<GuidanceTarget, 'accountId'> {
  /** What the guidance has to name; the resource's id where not given. */
  named?: string;
}

/** A resource of each kind of a service, by the key of its type. */
export type Targets = Record<string, Target>;
