import { describe, expect, it } from 'vitest';
import { auditId, changesBetween } from '../../../src/domain/audit';

describe('changesBetween', () => {
  it.each([
    ['nothing', { a: 1, b: [1, 2] }, { b: [1, 2], a: 1 }, []],
    ['a value', { a: 1 }, { a: 2 }, [{ field: 'a', from: 1, to: 2 }]],
    [
      'a value inside',
      { sla: { low: 1, high: 2 } },
      { sla: { low: 1, high: 3 } },
      [{ field: 'sla.high', from: 2, to: 3 }],
    ],
    [
      'a list, as a whole',
      { ports: ['22'] },
      { ports: ['22', '2222'] },
      [{ field: 'ports', from: ['22'], to: ['22', '2222'] }],
    ],
    ['what came', {}, { a: null }, [{ field: 'a', to: null }]],
    [
      'what went',
      { route: { kind: 'project', key: 'SEC' } },
      { route: { kind: 'owner' } },
      [
        { field: 'route.kind', from: 'project', to: 'owner' },
        { field: 'route.key', from: 'SEC' },
      ],
    ],
    ['all of what was not there before', null, { a: 1 }, [{ field: 'a', to: 1 }]],
  ])('names %s', (_, before, after, changes) => {
    expect(changesBetween(before, after)).toEqual(changes);
  });
});

it('an id is the same for the same words, and for no others', () => {
  expect(auditId('issue', 'a', 'created')).toBe(auditId('issue', 'a', 'created'));
  expect(auditId('issue', 'a', 'created')).not.toBe(auditId('issue', 'ac', 'reated'));
  expect(auditId('x')).toMatch(/^[0-9a-f]{32}$/);
});
