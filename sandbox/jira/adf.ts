import adfSchema from '@atlaskit/adf-schema/json-schema/v1/full.json';
import { Ajv, type ValidateFunction } from 'ajv';
import { z } from 'zod';
import type { Json } from '../../src/domain/json';
import { JiraError } from './errors';

const MAX_CHARACTERS = 32_767;

interface AdfNode {
  type: string;
  text?: string | undefined;
  attrs?: Record<string, unknown> | undefined;
  content?: AdfNode[] | undefined;
  marks?: { type: string; attrs?: Record<string, unknown> | undefined }[] | undefined;
}

const nodeSchema: z.ZodType<AdfNode> = z.lazy(() =>
  z.object({
    type: z.string(),
    text: z.string().optional(),
    attrs: z.record(z.string(), z.unknown()).optional(),
    content: z.array(nodeSchema).optional(),
    marks: z
      .array(z.object({ type: z.string(), attrs: z.record(z.string(), z.unknown()).optional() }))
      .optional(),
  }),
);

let compiled: ValidateFunction | undefined;

/** Atlassian's own JSON schema of the format, as the editor's package ships it. */
function schemaCheck(): ValidateFunction {
  if (!compiled) {
    // The schema says draft-04, which Ajv 8 no longer knows; it uses nothing that changed in meaning since.
    const { $schema: _, ...schema } = adfSchema;
    compiled = new Ajv({ strict: false }).compile(schema);
  }
  return compiled;
}

/**
 * Checks a document the way Jira does.
 * @param value what the caller sent
 * @param notADocument Jira's words for a value that is no document at all, such as a plain string
 * @throws JiraError 400 INVALID_INPUT for a document that breaks the format (an empty text node, an unknown node, a
 *   node where it may not be), CONTENT_LIMIT_EXCEEDED for one over 32,767 characters of text
 */
export function checkDocument(value: unknown, notADocument: () => JiraError): Json {
  const document = z.json().safeParse(value);
  if (!document.success || typeof document.data !== 'object' || document.data === null) throw notADocument();
  if (!schemaCheck()(document.data)) throw new JiraError(400, ['INVALID_INPUT']);
  if (textOf(document.data).length > MAX_CHARACTERS) throw new JiraError(400, ['CONTENT_LIMIT_EXCEEDED']);
  return document.data;
}

/** The document's text, blocks on lines of their own: what a text search and a changelog see. */
export function textOf(document: Json | null): string {
  const parsed = nodeSchema.safeParse(document);
  return parsed.success ? plain(parsed.data).trim() : '';
}

function plain(node: AdfNode): string {
  if (node.type === 'text') return node.text ?? '';
  if (node.type === 'hardBreak') return '\n';
  const alternative = node.attrs?.['text'] ?? node.attrs?.['url'];
  if (!node.content) return typeof alternative === 'string' ? alternative : '';
  const inner = node.content.map(plain).join('');
  return isBlock(node.type) ? `${inner}\n` : inner;
}

const isBlock = (type: string) =>
  ['paragraph', 'heading', 'codeBlock', 'tableRow', 'listItem', 'panel', 'blockquote', 'taskItem'].includes(
    type,
  );

const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

const TAGS: Record<string, string> = {
  paragraph: 'p',
  bulletList: 'ul',
  orderedList: 'ol',
  listItem: 'li',
  blockquote: 'blockquote',
  table: 'table',
  tableRow: 'tr',
  tableHeader: 'th',
  tableCell: 'td',
  panel: 'div',
  expand: 'div',
  taskList: 'ul',
  taskItem: 'li',
};
const MARKS: Record<string, string> = { strong: 'b', em: 'em', code: 'tt', underline: 'u', strike: 'del' };

/** The document as the HTML of `renderedFields`; every text is escaped. */
export function htmlOf(document: Json | null): string {
  const parsed = nodeSchema.safeParse(document);
  return parsed.success ? html(parsed.data) : '';
}

function html(node: AdfNode): string {
  const inner = (node.content ?? []).map(html).join('');
  switch (node.type) {
    case 'doc':
      return inner;
    case 'text':
      return (node.marks ?? []).reduce(marked, escaped(node.text ?? ''));
    case 'hardBreak':
      return '<br/>';
    case 'rule':
      return '<hr/>';
    case 'heading':
      return `<h${Number(node.attrs?.['level'] ?? 1)}>${inner}</h${Number(node.attrs?.['level'] ?? 1)}>`;
    case 'codeBlock':
      return `<pre><code>${inner}</code></pre>`;
    default: {
      const tag = TAGS[node.type];
      return tag ? `<${tag}>${inner}</${tag}>` : inner || escaped(plain(node));
    }
  }
}

function marked(text: string, mark: NonNullable<AdfNode['marks']>[number]): string {
  const href = mark.attrs?.['href'];
  if (mark.type === 'link' && typeof href === 'string') {
    // A document may hold any address; only those that cannot run a script become links.
    return /^(https?:|mailto:|\/)/i.test(href)
      ? `<a href="${escaped(href)}" rel="noopener">${text}</a>`
      : text;
  }
  const tag = MARKS[mark.type];
  return tag ? `<${tag}>${text}</${tag}>` : text;
}
