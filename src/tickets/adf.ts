import type { JsonObject } from '../domain/json';
import { visibleText } from '../domain/visible-text';

/**
 * Builds Atlassian documents that Jira accepts whatever the values are: no empty text, no control or
 * invisible characters, no lone surrogates, long values cut visibly.
 * Source: https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/
 */
export type AdfNode = JsonObject;

const MAX_TEXT = 2_000;
const MAX_CODE = 6_000;
const CUT = ' … (cut)';

/** A whole document; empty blocks have to be left out by the caller (`blocks` does). */
export function doc(...content: (AdfNode | null)[]): AdfNode {
  const present = content.filter((node) => node !== null);
  return { version: 1, type: 'doc', content: present };
}

/** Plain text; null when there is nothing but white space. */
export function text(value: string, maxLength = MAX_TEXT): AdfNode | null {
  const clean = cut(printable(value), maxLength);
  return clean.trim() === '' ? null : { type: 'text', text: clean };
}

export function strong(value: string): AdfNode | null {
  return mark(text(value), { type: 'strong' });
}

export function code(value: string): AdfNode | null {
  return mark(text(value), { type: 'code' });
}

/** A link; plain text when the address is no web address. */
export function link(value: string, url: string): AdfNode | null {
  const href = webAddress(url);
  return href === null ? text(value) : mark(text(value), { type: 'link', attrs: { href } });
}

/** Somebody who is to be told, by their Atlassian account id; Jira shows the name. */
export function mention(accountId: string): AdfNode {
  return { type: 'mention', attrs: { id: accountId } };
}

/** A paragraph; null when it would be empty. */
export function paragraph(...inline: (AdfNode | null)[]): AdfNode | null {
  return block('paragraph', inline);
}

export function heading(level: 2 | 3, value: string): AdfNode | null {
  const node = block('heading', [text(value)]);
  return node && { ...node, attrs: { level } };
}

/** A list of paragraphs; null when no item is left. */
export function bulletList(items: readonly (AdfNode | null)[]): AdfNode | null {
  return list('bulletList', items);
}

export function orderedList(items: readonly (AdfNode | null)[]): AdfNode | null {
  return list('orderedList', items);
}

/** Preformatted text, line breaks kept; null when empty. */
export function codeBlock(value: string, language: string): AdfNode | null {
  const clean = cut(printable(value, true).trimEnd(), MAX_CODE);
  if (clean.trim() === '') return null;
  return { type: 'codeBlock', attrs: { language }, content: [{ type: 'text', text: clean }] };
}

/** One line without control characters, at most `maxLength` characters, cut visibly: a summary, a label. */
export function oneLine(value: string, maxLength: number): string {
  return cut(printable(value).replace(/\s+/g, ' ').trim(), maxLength, '…');
}

function mark(node: AdfNode | null, ...marks: AdfNode[]): AdfNode | null {
  return node && { ...node, marks };
}

function block(type: string, inline: readonly (AdfNode | null)[]): AdfNode | null {
  const content = inline.filter((node) => node !== null);
  return content.length === 0 ? null : { type, content };
}

function list(type: string, items: readonly (AdfNode | null)[]): AdfNode | null {
  const content = items
    .filter((item) => item !== null)
    .map((item): AdfNode => ({ type: 'listItem', content: [item] }));
  return content.length === 0 ? null : { type, content };
}

/**
 * As the pages show it: what cannot be seen, and with it what neither JSON nor Jira holds, is written out, so that two names
 * that differ in it only do so in Jira too.
 */
function printable(value: string, keepLines = false): string {
  const lines = value.replace(/\r\n?/g, '\n');
  return visibleText(keepLines ? lines.replace(/\t/g, '  ') : lines.replace(/[\n\t]+/g, ' '));
}

/** Cuts between characters, never inside one or behind what would join it to the next, and says so. */
function cut(value: string, maxLength: number, sign = CUT): string {
  if (value.length <= maxLength) return value;
  let end = maxLength - sign.length;
  if (/[\uD800-\uDBFF\u200D]/.test(value.charAt(end - 1))) end -= 1;
  return value.slice(0, end) + sign;
}

function webAddress(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const { href, protocol } = new URL(url);
  return protocol === 'https:' || protocol === 'http:' ? href : null;
}
