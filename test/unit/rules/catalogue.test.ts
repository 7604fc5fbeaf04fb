import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { severitySchema } from '../../../src/domain/severity';
import { catalogue, findRule, permissionsOf } from '../../../src/rules/index';
import { ACCOUNT, type Targets } from './target';

/** A resource of each kind, from the targets.ts of every service. */
const targets = await targetsOfEveryService();

const targetOf = (key: string) => {
  const target = targets[key];
  if (target === undefined) throw new Error(`No example of ${key} in test/unit/rules/<service>/targets.ts`);
  return { accountId: ACCOUNT, named: target.resourceId, ...target };
};

describe.each(catalogue.map((rule) => ({ id: rule.id, rule })))('$id', ({ rule }) => {
  const { guidance } = rule;
  const target = targetOf(rule.resource.key);

  it('says what it is', () => {
    expect(rule.id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)+$/);
    expect(rule.id.startsWith(`${rule.service}-`)).toBe(true);
    expect(rule.title.length).toBeGreaterThan(10);
    expect(severitySchema.safeParse(rule.severity).success).toBe(true);
    for (const permission of rule.permissions) expect(permission).toMatch(/^[a-z0-9-]+:[A-Z][A-Za-z0-9]+$/);
    expect(rule.permissions.length).toBeGreaterThan(0);
    for (const control of rule.references.cis ?? []) expect(control).toMatch(/^\d\.\d:\d+(\.\d+)+$/);
    for (const control of rule.references.fsbp ?? []) expect(control).toMatch(/^[A-Za-z0-9]+\.\d+$/);
  });

  it('works without parameters and refuses wrong ones', () => {
    expect(rule.parameters.safeParse({}).success).toBe(true);
    const schema = z.toJSONSchema(rule.parameters, { io: 'input' });
    for (const [name, property] of Object.entries(schema.properties ?? {})) {
      expect(name).toMatch(/^[a-z]+(_[a-z]+)*$/);
      expect(property).toMatchObject({ description: expect.stringMatching(/.{20,}/) });
      expect(property).toHaveProperty('default');
      expect(rule.parameters.safeParse({ [name]: { not: 'that' } }).success).toBe(false);
    }
  });

  it('says why in two sentences, and how in steps', () => {
    expect(guidance.why.match(/[.!](\s|$)/g)).toHaveLength(2);
    expect(guidance.console.length).toBeGreaterThanOrEqual(3);
    for (const step of guidance.console) expect(step).toMatch(/^[^\n]+[.]$/);
    expect(guidance.before.length).toBeGreaterThan(60);
  });

  it('fills in the resource that the reader has in front of them', () => {
    const cli = guidance.cli(target);
    expect(cli).toContain(target.named);
    if (target.resourceId !== '<root_account>' && target.resourceId !== ACCOUNT) {
      expect(cli).toContain(target.resourceId);
    }
    expect(cli).toMatch(/^(aws|# |\s*--)/m);
    if (rule.resource.scope === 'regional') expect(cli).toContain(`--region ${target.region}`);
    const terraform = guidance.terraform(target);
    expect(terraform).toContain(target.named);
    // What a template literal makes of a mistake.
    expect(cli + terraform).not.toMatch(/undefined|\[object|=>/);
    expect(count(terraform, '{')).toBe(count(terraform, '}'));
  });

  it('fills in the partition of the reader', () => {
    const gov = { ...target, resourceArn: target.resourceArn.replace('arn:aws:', 'arn:aws-us-gov:') };
    expect(guidance.cli(gov) + guidance.terraform(gov)).not.toContain('arn:aws:');
  });

  it('links to pages of AWS', () => {
    expect(guidance.links.length).toBeGreaterThanOrEqual(2);
    for (const link of guidance.links) {
      expect(link.url).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/[\w./-]+\.html$/);
      expect(link.title.length).toBeGreaterThan(5);
    }
  });
});

describe('the catalogue', () => {
  it('holds every rule that there is a file for, each once', () => {
    const folder = join(import.meta.dirname, '../../../src/rules');
    const services = new Set(catalogue.map((rule) => rule.service));
    const files = [...services]
      .flatMap((service) => readdirSync(join(folder, service)).map((file) => ({ service, file })))
      .filter(({ service, file }) => file.startsWith(`${service}-`))
      .map(({ file }) => file.replace(/\.ts$/, ''));
    expect(catalogue.map((rule) => rule.id).sort()).toEqual(files.sort());
  });

  it('says nothing twice', () => {
    for (const text of ['why', 'before'] as const) {
      const texts = catalogue.map((rule) => rule.guidance[text]);
      expect(new Set(texts).size).toBe(texts.length);
    }
    const titles = catalogue.map((rule) => rule.title);
    expect(new Set(titles).size).toBe(titles.length);
  });

  it('uses one resource type per key', () => {
    for (const rule of catalogue) {
      const same = catalogue.filter((other) => other.resource.key === rule.resource.key);
      expect(new Set(same.map((other) => other.resource)).size).toBe(1);
    }
  });

  it('finds a rule by its id', () => {
    expect(findRule('kms-key-rotation')?.service).toBe('kms');
    expect(findRule('toString')).toBeNull();
  });

  it('needs permissions that read and nothing else', () => {
    const permissions = permissionsOf(catalogue);
    expect(permissions).toEqual([...new Set(permissions)].sort());
    for (const permission of permissions) {
      // GenerateCredentialReport makes the report that is then read; it changes no setting.
      expect(permission).toMatch(/:(Describe|Get|List)|^iam:GenerateCredentialReport$/);
      // These hand out data or secrets.
      expect(permission).not.toMatch(/^(s3:GetObject|lambda:GetFunction$|secretsmanager:GetSecretValue)/);
    }
  });
});

const count = (text: string, part: string) => text.split(part).length - 1;

async function targetsOfEveryService(): Promise<Targets> {
  const services = readdirSync(import.meta.dirname, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .filter((service) => existsSync(join(import.meta.dirname, service, 'targets.ts')));
  const modules: { targets: Targets }[] = await Promise.all(
    services.map((service) => import(`./${service}/targets.ts`)),
  );
  return Object.assign({}, ...modules.map((module) => module.targets));
}
