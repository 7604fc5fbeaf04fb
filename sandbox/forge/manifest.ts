import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const resolverSchema = z.object({ function: z.string() });
const pageSchema = z.looseObject({
  key: z.string(),
  title: z.string(),
  resource: z.string(),
  resolver: resolverSchema.optional(),
});

const manifestSchema = z.object({
  app: z.object({
    id: z.string().regex(/^ari:cloud:ecosystem::app\//),
    runtime: z.object({ name: z.string(), memoryMB: z.number().default(512) }),
  }),
  modules: z.looseObject({
    'jira:projectPage': z.array(pageSchema).default([]),
    'jira:globalPage': z.array(pageSchema).default([]),
    'jira:adminPage': z.array(pageSchema).default([]),
    'jira:issuePanel': z.array(pageSchema).default([]),
    'jira:customField': z
      .array(
        z.looseObject({
          key: z.string(),
          name: z.string(),
          description: z.string().default(''),
          type: z.string(),
          readOnly: z.boolean().default(false),
        }),
      )
      .default([]),
    'jira:entityProperty': z
      .array(
        z.object({
          key: z.string(),
          propertyKey: z.string(),
          entityType: z.string().default('issue'),
          values: z.array(
            z.object({ path: z.string(), type: z.string(), searchAlias: z.string().optional() }),
          ),
        }),
      )
      .default([]),
    'jira:globalPermission': z
      .array(
        z.looseObject({
          key: z.string(),
          name: z.string(),
          description: z.string(),
          defaultGrants: z.array(z.string()).default([]),
        }),
      )
      .default([]),
    scheduledTrigger: z
      .array(z.looseObject({ key: z.string(), function: z.string(), interval: z.string() }))
      .default([]),
    consumer: z
      .array(z.looseObject({ key: z.string(), queue: z.string(), function: z.string() }))
      .default([]),
    trigger: z
      .array(
        z.looseObject({
          key: z.string(),
          function: z.string(),
          events: z.array(z.string()),
          filter: z.strictObject({ ignoreSelf: z.boolean().default(false) }).optional(),
        }),
      )
      .default([]),
    webtrigger: z.array(z.looseObject({ key: z.string(), function: z.string() })).default([]),
    function: z.array(
      z.looseObject({
        key: z.string(),
        handler: z.string(),
        timeoutSeconds: z.number().min(1).max(900).optional(),
      }),
    ),
  }),
  resources: z.array(z.object({ key: z.string(), path: z.string() })).default([]),
  permissions: z.object({
    scopes: z.array(z.string()).default([]),
    external: z
      .object({
        fetch: z
          .object({
            backend: z.array(z.union([z.string(), z.object({ address: z.string() })])).default([]),
          })
          .default({ backend: [] }),
      })
      .default({ fetch: { backend: [] } }),
  }),
});

export type ParsedManifest = z.infer<typeof manifestSchema>;

/**
 * Reads manifest.yml of the app's folder, as much of it as the sandbox plays.
 * @throws Error naming the first thing in the manifest that the sandbox does not understand
 */
export function readManifest(appDir: string): ParsedManifest {
  const file = join(appDir, 'manifest.yml');
  const result = manifestSchema.safeParse(parse(readFileSync(file, 'utf8')));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new Error(`${file}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? 'is not understood'}`);
}

/** The addresses that the backend may reach. */
export function backendEgress(manifest: ParsedManifest): string[] {
  return manifest.permissions.external.fetch.backend.map((entry) =>
    typeof entry === 'string' ? entry : entry.address,
  );
}

function pagesOf({ modules }: ParsedManifest): z.infer<typeof pageSchema>[] {
  return [
    ...modules['jira:projectPage'],
    ...modules['jira:globalPage'],
    ...modules['jira:adminPage'],
    ...modules['jira:issuePanel'],
  ];
}

function resolverFunctions(manifest: ParsedManifest): string[] {
  return pagesOf(manifest).flatMap((page) => (page.resolver === undefined ? [] : [page.resolver.function]));
}

/** The function behind a page's resolver; undefined for a page without one or a module that is no page. */
export function resolverFunctionOf(manifest: ParsedManifest, moduleKey: string): string | undefined {
  return pagesOf(manifest).find((page) => page.key === moduleKey)?.resolver?.function;
}

/** The function's timeoutSeconds, where it says so itself. */
export function declaredTimeoutOf({ modules }: ParsedManifest, functionKey: string): number | undefined {
  return modules.function.find((entry) => entry.key === functionKey)?.timeoutSeconds;
}

/**
 * Seconds that a function may run: the lowest that any module referring to it allows. timeoutSeconds counts for consumers
 * and scheduled triggers alone; for product events the general 25 seconds are taken, which the documentation implies.
 * Source: https://developer.atlassian.com/platform/forge/limits-invocation/
 */
export function timeoutSecondsOf(
  manifest: ParsedManifest,
  functionKey: string,
  defaults: { user: number; background: number },
): number {
  const { modules } = manifest;
  const refers = (entry: { function: string }): boolean => entry.function === functionKey;
  const declared = declaredTimeoutOf(manifest, functionKey);
  const allowed: number[] = [];
  if (resolverFunctions(manifest).includes(functionKey) || modules.trigger.some(refers)) {
    allowed.push(defaults.user);
  }
  if (modules.webtrigger.some(refers)) allowed.push(defaults.background);
  if (modules.consumer.some(refers) || modules.scheduledTrigger.some(refers)) {
    allowed.push(declared ?? defaults.background);
  }
  return allowed.length === 0 ? defaults.user : Math.min(...allowed);
}
