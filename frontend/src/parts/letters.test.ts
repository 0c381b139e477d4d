import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { capital, cut } from './letters';

describe('a text that is cut', () => {
  const family = '👩‍👩‍👧';

  it.each([
    ['59 letters and an emoji', `${'a'.repeat(59)}😀`, `${'a'.repeat(59)}😀`],
    ['60 letters and an emoji', `${'a'.repeat(60)}😀`, 'a'.repeat(60)],
    ['a family where one of them would fit', `${'a'.repeat(58)}${family}`, 'a'.repeat(58)],
    ['a flag', `${'a'.repeat(59)}🇰🇪`, 'a'.repeat(59)],
    ['a letter with its mark', `${'a'.repeat(59)}e\u0301`, 'a'.repeat(59)],
    ['a Hindi syllable', `${'a'.repeat(59)}की`, 'a'.repeat(59)],
    ['sixty emoji are sixty letters', '😀'.repeat(70), '😀'.repeat(60)],
    ['a blank at the end', `${'a'.repeat(59)} b`, 'a'.repeat(59)],
  ])('%s', (_, text, kept) => {
    expect(cut(text, 60)).toBe(kept);
  });

  it('is its own beginning, no longer than asked for, and whole where it fits', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 90 }).map((some) => some.trim());
    fc.assert(
      fc.property(text, fc.integer({ min: 0, max: 90 }), (text, longest) => {
        const kept = cut(text, longest);

        expect(text.startsWith(kept)).toBe(true);
        expect([...kept].length).toBeLessThanOrEqual(longest);
        expect(() => encodeURIComponent(kept), 'no half of a pair').not.toThrow();
        if ([...text].length <= longest) expect(kept).toBe(text);
      }),
    );
  });
});

it('begins with a capital, of whatever plane', () => {
  expect(['wells', 'école', '𐐨', '井', '', '😀 smile'].map(capital)).toEqual([
    'Wells',
    'École',
    '𐐀',
    '井',
    '',
    '😀 smile',
  ]);
});
