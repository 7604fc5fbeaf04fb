import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const PAGE_MODULES = ['jira:projectPage', 'jira:globalPage', 'jira:adminPage', 'jira:issuePanel'] as const;

const pageSchema = z.object({
  key: z.string(),
  title: z.string(),
  resource: z.string(),
  viewportSize: z.enum(['small', 'medium', 'large', 'xlarge']).optional(),
});

const manifestSchema = z.object({
  modules: z.object(Object.fromEntries(PAGE_MODULES.map((type) => [type, z.array(pageSchema).default([])]))),
  resources: z.array(z.object({ key: z.string(), path: z.string() })).default([]),
  permissions: z
    .object({
      content: z
        .object({ styles: z.array(z.string()).default([]), scripts: z.array(z.string()).default([]) })
        .partial()
        .default({}),
    })
    .default({ content: {} }),
});

export type PageModuleType = (typeof PAGE_MODULES)[number];

/** A module of the manifest that shows a Custom UI page in Jira. */
export interface PageModule extends z.infer<typeof pageSchema> {
  type: PageModuleType;
}

/** What the manifest says about pages: which there are, where their files lie and what their markup may do. */
export interface PageManifest {
  modules: PageModule[];
  /** Folder of each resource, absolute, by resource key. */
  resources: Map<string, string>;
  inlineStylesAllowed: boolean;
}

/** @throws when manifest.yml in `appDir` is missing or says something about pages that Forge would not take */
export function readPageManifest(appDir: string): PageManifest {
  const manifest = manifestSchema.parse(parse(readFileSync(join(appDir, 'manifest.yml'), 'utf8')));
  return {
    modules: PAGE_MODULES.flatMap((type) =>
      (manifest.modules[type] ?? []).map((module) => ({ ...module, type })),
    ),
    resources: new Map(manifest.resources.map(({ key, path }) => [key, join(appDir, path)])),
    inlineStylesAllowed: manifest.permissions.content.styles?.includes('unsafe-inline') ?? false,
  };
}
