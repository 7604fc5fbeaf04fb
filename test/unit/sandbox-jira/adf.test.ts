import { describe, expect, it } from 'vitest';
import { htmlOf, textOf } from '../../../sandbox/jira/adf';

const doc = (...content: object[]) => JSON.parse(JSON.stringify({ type: 'doc', version: 1, content }));
const text = (value: string, ...marks: object[]) => ({ type: 'text', text: value, marks });

describe('documents', () => {
  it('become text, a block on each line', () => {
    const document = doc(
      { type: 'heading', attrs: { level: 2 }, content: [text('What')] },
      { type: 'paragraph', content: [text('one'), { type: 'hardBreak' }, text('two')] },
      {
        type: 'bulletList',
        content: [{ type: 'listItem', content: [{ type: 'paragraph', content: [text('item')] }] }],
      },
    );
    expect(textOf(document).split(/\n+/)).toEqual(['What', 'one', 'two', 'item']);
    expect(textOf(null)).toBe('');
  });

  it('become HTML in which nothing of the text is markup', () => {
    const document = doc({
      type: 'paragraph',
      content: [
        text('<script>alert(1)</script>'),
        text('safe', { type: 'link', attrs: { href: 'https://example.com/?a="b' } }),
        text('unsafe', { type: 'link', attrs: { href: 'javascript:alert(1)' } }),
        text('bold', { type: 'strong' }),
      ],
    });
    expect(htmlOf(document)).toBe(
      '<p>&#60;script&#62;alert(1)&#60;/script&#62;<a href="https://example.com/?a=&#34;b" rel="noopener">safe</a>unsafe<b>bold</b></p>',
    );
  });
});
