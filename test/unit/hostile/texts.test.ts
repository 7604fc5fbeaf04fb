import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toCsv } from '../../../src/domain/csv';
import { findingId } from '../../../src/domain/finding';
import { fitText } from '../../../src/domain/fit-text';
import { visibleText } from '../../../src/domain/visible-text';
import { consoleUrl } from '../../../src/rules/console-links';
import { catalogue } from '../../../src/rules/index';
import { oneLine, text } from '../../../src/tickets/adf';

const any = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.constantFrom(
    '\uD800',
    'a\u202Egnp.exe',
    '\u{1F4A9}'.repeat(5_000),
    'x\r\ny',
    '\u001B[31mred',
    '=1+1',
    '\t=1',
    '\n=1',
    '\uFF1D1+1',
  ),
);

/** But for what joins emoji. */
const INVISIBLE = /[^\P{C}\u200D]|[\n\u2028\u2029]|\u200D(?!\p{Extended_Pictographic})/u;

describe('names that are other people’s text', () => {
  it('make a summary of one line of at most 255 characters, with nothing invisible', () => {
    fc.assert(
      fc.property(any, (name) => {
        const summary = oneLine(name, 255);
        expect(summary.length).toBeLessThanOrEqual(255);
        expect(summary).not.toMatch(INVISIBLE);
      }),
    );
  });

  it('are told apart in Jira as on the pages, where only what cannot be seen tells them apart', () => {
    fc.assert(
      fc.property(any, (name) => {
        const line = visibleText(name.replace(/\r\n?|[\n\t]/g, ' '));
        expect(oneLine(name, 100_000)).toBe(line.replace(/\s+/g, ' ').trim());
      }),
    );
    expect(text('pay\u200Bments')).toEqual({ type: 'text', text: 'pay[U+200B]ments' });
    expect(oneLine('\u{1F469}\u200D\u{1F4BB}x\u200D', 50)).toBe('\u{1F469}\u200D\u{1F4BB}x[U+200D]');
    expect(oneLine('\u{1F469}\u200D\u{1F4BB} at work', 4)).toBe('\u{1F469}…');
  });

  it('make text that Jira takes, or none', () => {
    fc.assert(
      fc.property(any, (name) => {
        const node = text(name);
        if (node !== null) expect(String(node['text'])).not.toMatch(INVISIBLE);
        if (node !== null) expect(String(node['text']).trim()).not.toBe('');
      }),
    );
  });

  it('fit their column, without NUL and lone surrogates', () => {
    fc.assert(
      fc.property(any, (name) => {
        const fitted = fitText(name, 256);
        expect(fitted.length).toBeLessThanOrEqual(256);
        expect(fitted).not.toMatch(/\0|\p{Surrogate}/u);
      }),
    );
  });

  it('lead to no place but the console of AWS, and stop no link from being made', () => {
    fc.assert(
      fc.property(any, fc.constantFrom(...catalogue), (name, { resource }) => {
        const resourceArn = `arn:aws:sns:eu-central-1:111122223333:${name}`;
        const target = { accountId: '111122223333', region: 'eu-central-1', resourceId: name, resourceArn };
        const url = new URL(consoleUrl(resource, target) ?? '');
        expect(url.protocol).toBe('https:');
        expect(url.hostname).toMatch(/(^|\.)console\.aws\.amazon\.com$/);
      }),
    );
  });

  it('are shown with nothing invisible in them, and emoji as they are', () => {
    fc.assert(
      fc.property(any, (name) => {
        expect(visibleText(name)).not.toMatch(/[^\P{C}\n\t\u200D]|[\u2028\u2029]/u);
      }),
    );
    expect(visibleText('invoice\u202Egnp.exe')).toBe('invoice[U+202E]gnp.exe');
    expect(visibleText('pay\u200Dments\u200D')).toBe('pay[U+200D]ments[U+200D]');
    expect(visibleText('café\t\u{1F469}\u{1F3FD}\u200D\u{1F4BB} ❤️\u200D\u{1F525}')).toBe(
      'café\t\u{1F469}\u{1F3FD}\u200D\u{1F4BB} ❤️\u200D\u{1F525}',
    );
  });

  it('are no formula in a CSV cell', () => {
    fc.assert(
      fc.property(any, (name) => {
        expect(toCsv([[name]])).not.toMatch(/^"?[=+\-@\t\n\uFF1D\uFF0B\uFF0D\uFF20]|^"?\r(?!\n$)/);
      }),
    );
  });

  it('are no formula where a semicolon, a tab, a bar or a line is what ends a cell', () => {
    const pieces = ['=1', '-', '@', '+', '\uFF0B', ';', '\t', '|', '\n', '\r', ' ', '"', "'", ',', 'x'];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 8 }), (name) => {
        const parts = toCsv([['first', name.join('')]]).split(/[;|\t\r\n]/);
        expect(parts.filter((part) => /^[ "]*[=+\-@\uFF0B]/.test(part))).toEqual([]);
      }),
    );
  });

  it('make two findings when they differ in case, a trailing space or a lookalike only', () => {
    const arns = [
      'orders',
      'Orders',
      'ORDERS',
      'orders ',
      'órders',
      'o\u0301rders',
      'оrders',
      'orders\u200B',
    ];
    const ids = arns.map((name) =>
      findingId({
        ruleId: 's3-public',
        accountId: '111122223333',
        region: 'global',
        resourceArn: `arn:aws:s3:::${name}`,
      }),
    );
    expect(new Set(ids.map((id) => id.toLowerCase())).size).toBe(arns.length);
  });
});
