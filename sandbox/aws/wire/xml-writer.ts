import type { NormalizedSchema } from '@smithy/core/schema';
import { scalarToText } from './scalars';

/** Escapes text for an element or an attribute. */
export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\r', '&#13;');
}

/** `<name>text</name>`. */
export function textElement(name: string, text: string): string {
  return `<${name}>${escapeXml(text)}</${name}>`;
}

/** Writes `value` as an element called `name`, the way the schema's XML traits say. */
export function writeXml(schema: NormalizedSchema, value: unknown, name: string): string {
  if (value === undefined || value === null) return '';
  if (schema.isListSchema()) return writeList(schema, value, name);
  if (schema.isMapSchema()) return writeMap(schema, value, name);
  if (schema.isStructSchema()) {
    const { attributes, content } = structParts(schema, value);
    return `<${name}${attributes}>${content}</${name}>`;
  }
  return textElement(name, scalarToText(schema, value));
}

/** The children of a structure without an element of its own, for protocols that wrap them in theirs. */
export function writeXmlMembers(schema: NormalizedSchema, value: unknown): string {
  return structParts(schema, value).content;
}

function structParts(schema: NormalizedSchema, value: unknown): { attributes: string; content: string } {
  let content = '';
  let attributes = '';
  const fields = isRecord(value) ? value : {};
  const namespaceTrait: unknown = schema.getMergedTraits().xmlNamespace;
  if (Array.isArray(namespaceTrait)) {
    const [prefix, uri] = namespaceTrait;
    attributes += ` xmlns${prefix ? `:${prefix}` : ''}="${escapeXml(String(uri))}"`;
  }
  for (const [memberName, member] of schema.structIterator()) {
    const field = fields[memberName];
    if (field === undefined || field === null) continue;
    const traits = member.getMergedTraits();
    if (traits.httpHeader || traits.httpResponseCode) continue;
    const wireName = member.getMemberTraits().xmlName ?? memberName;
    if (traits.xmlAttribute) {
      if (wireName.startsWith('xsi:')) attributes += ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';
      attributes += ` ${wireName}="${escapeXml(scalarToText(member, field))}"`;
    } else content += writeXml(member, field, wireName);
  }
  return { attributes, content };
}

function writeList(schema: NormalizedSchema, value: unknown, name: string): string {
  if (!Array.isArray(value)) throw new TypeError(`the answer's ${name} must be a list`);
  const item = schema.getValueSchema();
  const flat = Boolean(schema.getMergedTraits().xmlFlattened);
  const itemName = flat ? name : (item.getMergedTraits().xmlName ?? 'member');
  const items = value.map((entry) => writeXml(item, entry, itemName)).join('');
  return flat ? items : `<${name}>${items}</${name}>`;
}

function writeMap(schema: NormalizedSchema, value: unknown, name: string): string {
  const keySchema = schema.getKeySchema();
  const valueSchema = schema.getValueSchema();
  const keyName = keySchema.getMergedTraits().xmlName ?? 'key';
  const valueName = valueSchema.getMergedTraits().xmlName ?? 'value';
  const flat = Boolean(schema.getMergedTraits().xmlFlattened);
  const entryName = flat ? name : 'entry';
  const entries = Object.entries(isRecord(value) ? value : {})
    .map(
      ([key, entry]) =>
        `<${entryName}>${textElement(keyName, key)}${writeXml(valueSchema, entry, valueName)}</${entryName}>`,
    )
    .join('');
  return flat ? entries : `<${name}>${entries}</${name}>`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
