import { z } from 'zod';
import { fail, pass } from '../../../src/domain/judgement';
import type { UnreadReason } from '../../../src/domain/scan-outcome';
import { type EnabledRule, type Resource, type Rule, resourceType } from '../../../src/rules/define';
import { type Listing, type ResourceReaders, UnreadableError } from '../../../src/scan/scan-scope';

export const ACCOUNT = { id: '111122223333', name: 'prod', tier: 'production' };
export const NOW = Date.UTC(2026, 0, 15);

export const volume = resourceType<Resource>({
  key: 'ebs-volume',
  type: 'AWS::EC2::Volume',
  label: 'EBS volume',
  scope: 'regional',
  consolePage: ({ region }) => `/home?region=${region}`,
});
export const bucket = resourceType<Resource>({
  key: 's3-bucket',
  type: 'AWS::S3::Bucket',
  label: 'S3 bucket',
  scope: 'global',
  consolePage: ({ region }) => `/home?region=${region}`,
});

/** A rule that fails the resources whose id starts with `bad`, unless told how to judge. */
export function ruleOf(id: string, overrides: Partial<Rule> = {}): EnabledRule {
  const rule: Rule = {
    id,
    title: id,
    service: 'ebs',
    severity: 'high',
    pillar: 'security',
    resource: volume,
    parameters: z.object({ max_age_days: z.number().int().default(7) }),
    permissions: [],
    references: {},
    guidance: { why: '', console: [], cli: () => '', terraform: () => '', before: '', links: [] },
    judge: async (resource) =>
      resource.id.startsWith('bad') ? fail('It is bad', { id: resource.id }) : pass(),
    ...overrides,
  };
  return { rule, severity: 'high', params: {} };
}

export function volumeNamed(id: string): Resource {
  return {
    id,
    arn: `arn:aws:ec2:eu-west-1:${ACCOUNT.id}:volume/${id}`,
    region: 'eu-west-1',
    name: `the ${id} volume`,
    tags: { team: 'data' },
  };
}

export function unreadable(operation: string, reason: UnreadReason = 'access-denied'): UnreadableError {
  return new UnreadableError({ operation, region: 'eu-west-1', reason, message: `No ${operation}.` });
}

export interface FakeReaders extends ResourceReaders {
  /** The kinds that were listed, in order. */
  listed: string[];
}

/** Readers of what is given, by the key of the resource type. */
export function readersOf(
  listings: Record<string, Listing | (() => Promise<Listing>)>,
  refused: UnreadableError[] = [],
): FakeReaders {
  const listed: string[] = [];
  return {
    listed,
    partition: 'aws',
    list: async ({ key }) => {
      listed.push(key);
      const listing = listings[key];
      if (listing === undefined) throw new TypeError(`Nothing reads ${key}`);
      return typeof listing === 'function' ? listing() : listing;
    },
    refused: () => refused,
    apiCalls: () => ({ 'ec2:DescribeVolumes': listed.length }),
  };
}
