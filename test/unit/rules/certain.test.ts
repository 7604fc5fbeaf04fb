import { describe, expect, it } from 'vitest';
import { fail } from '../../../src/domain/judgement';
import { firstFailure, firstThatMeets } from '../../../src/rules/certain';

const refused = () => Promise.reject(new Error('refused'));
const fine = async () => null;
const bad = async () => fail('bad');

describe('firstFailure', () => {
  it('is the first, and asks no further', async () => {
    let asked = false;
    const later = async () => {
      asked = true;
      return null;
    };
    expect(await firstFailure([fine, bad, later])).toMatchObject({ message: 'bad' });
    expect(asked).toBe(false);
  });
  it('is null only when every way was answered', async () => {
    expect(await firstFailure([fine, fine])).toBeNull();
    await expect(firstFailure([refused, fine])).rejects.toThrow('refused');
    await expect(firstFailure([fine, refused])).rejects.toThrow('refused');
  });
  it('is not hidden by what could not be read', async () => {
    expect(await firstFailure([refused, bad])).toMatchObject({ message: 'bad' });
  });
});

describe('firstThatMeets', () => {
  it('is found behind one that could not be read, and null only when all were', async () => {
    expect(await firstThatMeets([1, 2], async (n) => (n === 1 ? refused() : true))).toBe(2);
    expect(await firstThatMeets([1, 2], async () => false)).toBeNull();
    await expect(firstThatMeets([1, 2], async (n) => (n === 1 ? refused() : false))).rejects.toThrow(
      'refused',
    );
  });
});
