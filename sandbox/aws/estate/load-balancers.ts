import { z } from 'zod';
import { durationSchema, tagsSchema } from './values';

const rule = z.strictObject({
  path: z.string(),
  action: z.enum(['forward', 'redirect', 'fixed-response']).default('forward'),
});

const listener = z.strictObject({
  protocol: z.enum(['HTTP', 'HTTPS', 'TCP', 'TLS', 'UDP']).default('HTTPS'),
  /** What the default action does; `redirect` goes to HTTPS, `redirect-http` stays on HTTP. */
  action: z.enum(['forward', 'redirect', 'redirect-http', 'fixed-response']).default('forward'),
  policy: z.string().default('ELBSecurityPolicy-TLS13-1-2-Res-2021-06'),
  rules: z.array(rule).default([]),
});

/** A load balancer; its listeners by port. */
export const loadBalancerSchema = z.strictObject({
  type: z.enum(['application', 'network', 'gateway']).default('application'),
  scheme: z.enum(['internet-facing', 'internal']).default('internet-facing'),
  state: z.enum(['active', 'active_impaired', 'provisioning', 'failed']).default('active'),
  listeners: z
    .record(
      z.string().regex(/^\d+$/),
      z.preprocess((value) => value ?? {}, listener),
    )
    .prefault({ '80': { protocol: 'HTTP', action: 'redirect' }, '443': {} }),
  /** Requests or bytes a day; null for no figures. */
  /** Deleted between the call that lists it and those that ask about it. */
  vanishes: z.boolean().default(false),
  traffic: z.number().int().nullable().default(10_000),
  age: durationSchema.default(200 * 86_400_000),
  tags: tagsSchema.default({}),
});

export const classicLoadBalancerSchema = z.strictObject({
  /** How many instances are registered. */
  instances: z.number().int().default(2),
  tags: tagsSchema.default({}),
});
