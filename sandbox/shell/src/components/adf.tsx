import type { ReactNode } from 'react';
import { z } from 'zod';

const markSchema = z.object({ type: z.string(), attrs: z.record(z.string(), z.unknown()).optional() });
type Mark = z.infer<typeof markSchema>;

interface AdfNode {
  type: string;
  text?: string | undefined;
  attrs?: Record<string, unknown> | undefined;
  marks?: Mark[] | undefined;
  content?: AdfNode[] | undefined;
}

const nodeSchema: z.ZodType<AdfNode> = z.object({
  type: z.string(),
  text: z.string().optional(),
  attrs: z.record(z.string(), z.unknown()).optional(),
  marks: z.array(markSchema).optional(),
  get content() {
    return z.array(nodeSchema).optional();
  },
});

/** Shows an Atlassian Document Format value as Jira does; nodes it does not know show what they contain. */
export function AdfDocument({ value }: { value: unknown }) {
  const document = nodeSchema.safeParse(value);
  if (!document.success) return null;
  return <div className="adf">{children(document.data)}</div>;
}

function children(node: AdfNode): ReactNode {
  return node.content?.map((child, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a shown document is not edited, so a node's position is its identity
    <Node key={`${index}-${child.type}`} node={child} />
  ));
}

function Node({ node }: { node: AdfNode }): ReactNode {
  switch (node.type) {
    case 'text':
      return <MarkedText node={node} />;
    case 'paragraph':
      return <p>{children(node)}</p>;
    case 'heading':
      return <Heading level={Number(node.attrs?.['level'] ?? 3)}>{children(node)}</Heading>;
    case 'bulletList':
      return <ul>{children(node)}</ul>;
    case 'orderedList':
      return <ol start={Number(node.attrs?.['order'] ?? 1)}>{children(node)}</ol>;
    case 'listItem':
      return <li>{children(node)}</li>;
    case 'codeBlock':
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls has to be reachable by keyboard
        <pre tabIndex={0}>
          <code>{children(node)}</code>
        </pre>
      );
    case 'panel':
      return <div className={`adf-panel adf-panel-${panelType(node)}`}>{children(node)}</div>;
    case 'blockquote':
      return <blockquote>{children(node)}</blockquote>;
    case 'rule':
      return <hr />;
    case 'hardBreak':
      return <br />;
    case 'table':
      return (
        <div className="table-scroll">
          <table>
            <tbody>{children(node)}</tbody>
          </table>
        </div>
      );
    case 'tableRow':
      return <tr>{children(node)}</tr>;
    case 'tableHeader':
      return <th>{children(node)}</th>;
    case 'tableCell':
      return <td>{children(node)}</td>;
    case 'expand':
    case 'nestedExpand':
      return (
        <details>
          <summary>{String(node.attrs?.['title'] ?? 'More')}</summary>
          {children(node)}
        </details>
      );
    case 'mention':
    case 'emoji':
    case 'status':
      return <strong>{String(node.attrs?.['text'] ?? node.attrs?.['shortName'] ?? '')}</strong>;
    case 'date':
      return <time>{new Date(Number(node.attrs?.['timestamp'])).toLocaleDateString()}</time>;
    case 'inlineCard':
    case 'blockCard':
      return <SafeLink href={node.attrs?.['url']}>{String(node.attrs?.['url'] ?? '')}</SafeLink>;
    default:
      return <>{children(node)}</>;
  }
}

function MarkedText({ node }: { node: AdfNode }): ReactNode {
  let marked: ReactNode = node.text ?? '';
  for (const mark of node.marks ?? []) marked = <Marked mark={mark}>{marked}</Marked>;
  return marked;
}

function Marked({ mark, children: inner }: { mark: Mark; children: ReactNode }): ReactNode {
  switch (mark.type) {
    case 'strong':
      return <strong>{inner}</strong>;
    case 'em':
      return <em>{inner}</em>;
    case 'code':
      return <code>{inner}</code>;
    case 'strike':
      return <s>{inner}</s>;
    case 'underline':
      return <u>{inner}</u>;
    case 'subsup':
      return mark.attrs?.['type'] === 'sup' ? <sup>{inner}</sup> : <sub>{inner}</sub>;
    case 'link':
      return <SafeLink href={mark.attrs?.['href']}>{inner}</SafeLink>;
    default:
      return inner;
  }
}

/** A link is only a link when it leads to http, https or a mail address. */
function SafeLink({ href, children: inner }: { href: unknown; children: ReactNode }) {
  if (typeof href !== 'string' || !/^(https?:|mailto:|\/)/i.test(href)) return <>{inner}</>;
  return (
    <a href={href} target="_blank" rel="noreferrer noopener">
      {inner}
    </a>
  );
}

function Heading({ level, children: inner }: { level: number; children: ReactNode }) {
  // The issue's own headings are h1 and h2, so a document's headings start below them.
  const Tag = (['h3', 'h3', 'h4', 'h5', 'h6', 'h6'] as const)[level - 1] ?? 'h6';
  return <Tag className={`adf-h${level}`}>{inner}</Tag>;
}

function panelType(node: AdfNode): string {
  const type = node.attrs?.['panelType'];
  return typeof type === 'string' && /^[a-z]+$/.test(type) ? type : 'info';
}
