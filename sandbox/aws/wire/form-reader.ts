import type { NormalizedSchema } from '@smithy/core/schema';
import { scalarFromText } from './scalars';

/** How the query protocol and its EC2 variant differ in naming the fields of a request. */
export interface FormSettings {
  ec2: boolean;
}

interface FormNode {
  text?: string;
  children: Map<string, FormNode>;
}

/**
 * Reads a structure from the fields of a form: `Filter.1.Name=status` becomes `{ Filters: [{ Name: 'status' }] }`.
 * Sources: https://smithy.io/2.0/aws/protocols/aws-query-protocol.html and aws-ec2-query-protocol.html
 */
export function readForm(schema: NormalizedSchema, form: URLSearchParams, settings: FormSettings): unknown {
  const root: FormNode = { children: new Map() };
  for (const [key, text] of form) {
    let node = root;
    for (const part of key.split('.')) {
      let child = node.children.get(part);
      if (!child) {
        child = { children: new Map() };
        node.children.set(part, child);
      }
      node = child;
    }
    node.text = text;
  }
  return readNode(schema, root, settings);
}

function readNode(schema: NormalizedSchema, node: FormNode, settings: FormSettings): unknown {
  if (schema.isUnitSchema()) return {};
  if (schema.isListSchema()) {
    const item = schema.getValueSchema();
    const flat = settings.ec2 || Boolean(schema.getMergedTraits().xmlFlattened);
    const container = flat ? node : node.children.get(item.getMergedTraits().xmlName ?? 'member');
    return numbered(container).map((child) => readNode(item, child, settings));
  }
  if (schema.isMapSchema()) {
    const key = schema.getKeySchema().getMergedTraits().xmlName ?? 'key';
    const value = schema.getValueSchema();
    const valueName = value.getMergedTraits().xmlName ?? 'value';
    const container = schema.getMergedTraits().xmlFlattened ? node : node.children.get('entry');
    return Object.fromEntries(
      numbered(container).flatMap((entry) => {
        const name = entry.children.get(key)?.text;
        const child = entry.children.get(valueName);
        return name === undefined || !child ? [] : [[name, readNode(value, child, settings)]];
      }),
    );
  }
  if (schema.isStructSchema()) {
    const result: Record<string, unknown> = {};
    for (const [memberName, member] of schema.structIterator()) {
      const child = node.children.get(wireName(memberName, member, settings));
      if (child) result[memberName] = readNode(member, child, settings);
    }
    return result;
  }
  return node.text === undefined ? undefined : scalarFromText(schema, node.text);
}

function wireName(memberName: string, member: NormalizedSchema, settings: FormSettings): string {
  const traits = member.getMergedTraits();
  if (!settings.ec2) return traits.xmlName ?? memberName;
  if (typeof traits.ec2QueryName === 'string') return traits.ec2QueryName;
  const name = traits.xmlName ?? memberName;
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function numbered(node: FormNode | undefined): FormNode[] {
  if (!node) return [];
  return [...node.children.entries()]
    .filter(([key]) => /^\d+$/.test(key))
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, child]) => child);
}
