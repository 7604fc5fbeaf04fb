import { describe, expect, it } from 'vitest';
import { chooseClosing, chooseReopening } from '../../../src/tickets/choose-transition';
import type { ScreenField, Transition } from '../../../src/tickets/ports';

const resolution: ScreenField = {
  id: 'resolution',
  name: 'Resolution',
  required: true,
  hasDefault: false,
  kind: 'option',
  options: [
    { id: '1', name: 'Duplicate' },
    { id: '2', name: 'Done' },
  ],
};
const reason: ScreenField = { ...resolution, id: 'customfield_1', name: 'Reason' };

function way(toStatus: string, toDone: boolean, fields: ScreenField[] = []): Transition {
  return { id: toStatus, name: `To ${toStatus}`, toStatus, toDone, fields };
}

describe('the way to close an issue', () => {
  it.each([
    ['the usual name first', [way('Rejected', true), way('Closed', true), way('Done', true)], 'Done', {}],
    ['any status of the category done', [way('In Progress', false), way('Shipped', true)], 'Shipped', {}],
    [
      'a required resolution is filled',
      [way('Done', true, [resolution])],
      'Done',
      { resolution: { id: '2' } },
    ],
    [
      'a resolution of any name rather than none',
      [way('Done', true, [{ ...resolution, options: [{ id: '5', name: 'Erledigt' }] }])],
      'Done',
      { resolution: { id: '5' } },
    ],
    ['an optional field is left alone', [way('Done', true, [{ ...reason, required: false }])], 'Done', {}],
    ['a default is left alone', [way('Done', true, [{ ...reason, hasDefault: true }])], 'Done', {}],
    [
      'around a field that the app does not fill',
      [way('Done', true, [reason]), way('Shipped', true)],
      'Shipped',
      {},
    ],
  ] as const)('%s', (_, ways, status, fields) => {
    expect(chooseClosing('PAY-1', ways)).toMatchObject({
      ok: true,
      transition: { toStatus: status },
      fields,
    });
  });

  it('says which issue, which transition and which field are in the way', () => {
    expect(chooseClosing('PAY-1', [way('Done', true, [reason])])).toEqual({
      ok: false,
      problem:
        'Cannot close PAY-1: the transition "To Done" requires "Reason", which the app does not fill. Make the field optional or give it a default.',
    });
    expect(chooseClosing('PAY-1', [way('In Progress', false)])).toMatchObject({
      ok: false,
      problem: expect.stringMatching(/no transition to a status of the category Done/),
    });
  });
});

describe('the way to reopen an issue', () => {
  it('prefers the beginning of the workflow', () => {
    const ways = [way('In Progress', false), way('To Do', false), way('Done', true)];
    expect(chooseReopening('PAY-1', ways)).toMatchObject({ ok: true, transition: { toStatus: 'To Do' } });
    expect(chooseReopening('PAY-1', [way('Done', true)])).toMatchObject({ ok: false });
  });
});
