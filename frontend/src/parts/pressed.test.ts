import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isComposing, isEnter, letterOf } from './pressed';

const enter = { key: 'Enter', keyCode: 13, isComposing: false };

describe('Enter', () => {
  it('is pressed to do something', () => {
    expect(isEnter(enter)).toBe(true);
  });

  it.each([
    ['while a word is composed', { ...enter, isComposing: true }],
    ['as Safari tells of it, after the composition', { ...enter, keyCode: 229 }],
    ['as Chrome tells of it, for the input method', { key: 'Process', keyCode: 229, isComposing: true }],
  ])('only ends a word %s', (_, event) => {
    expect(isEnter(event)).toBe(false);
    expect(isComposing(event)).toBe(true);
  });

  it('acts nowhere in the pages without this question', () => {
    const sources = import.meta.glob<string>(
      ['../**/*.svelte', '../**/*.ts', '!../**/*.test.ts', '!./pressed.ts'],
      {
        query: '?raw',
        import: 'default',
        eager: true,
      },
    );
    const alone = /(?:key|code)\s*(?:===|!==)\s*'(?:Numpad)?Enter'|case 'Enter'|keyCode === 13|\bEnter:/;

    expect(Object.keys(sources).length).toBeGreaterThan(100);
    expect(Object.keys(sources).filter((path) => alone.test(sources[path]!))).toEqual([]);
  });
});

describe('the letter of a key', () => {
  it.each([
    ['Russian', 'ь', 'KeyM', 'm'],
    ['Ukrainian', 'і', 'KeyS', 's'],
    ['Greek', 'μ', 'KeyM', 'm'],
    ['Arabic, two letters on one key', 'لا', 'KeyB', 'b'],
    ['Hebrew', 'צ', 'KeyM', 'm'],
    ['Hindi, a vowel sign', 'ा', 'KeyE', 'e'],
    ['Thai', 'ท', 'KeyM', 'm'],
    ['Japanese kana', 'も', 'KeyM', 'm'],
    ['Persian digits', '۲', 'Digit2', '2'],
    ['Arabic question mark', '؟', 'Slash', '?'],
    ['Turkish dotless i', 'ı', 'KeyI', 'i'],
    ['Turkish dotted i, Caps Lock', 'İ', 'Quote', 'i'],
    ['French: a letter of ASCII is where the layout has it', 'm', 'Semicolon', 'm'],
    ['French: a sign on the key of a letter', ',', 'KeyM', ','],
    ['Hebrew: our sign on the key of a letter', '/', 'KeyQ', '/'],
    ['French: é shares its key with a digit', 'é', 'Digit2', 'é'],
    ['German', 'ö', 'Semicolon', 'ö'],
    ['a named key', 'Enter', 'Enter', 'Enter'],
    ['a dead key', 'Dead', 'BracketLeft', 'Dead'],
    ['a screen keyboard that tells no code', 'm', '', 'm'],
  ])('%s: %s at %s is %s', (_, key, code, letter) => {
    expect(letterOf({ key, code, shiftKey: false })).toBe(letter);
  });

  const abc = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz');
  const elsewhere = fc.constantFrom(
    ...'йцукенгшщзфывапролдячсмитьΩςερτυθιοπασδφγηξκλζχψωβνμضصثقفغعهخחשדגכעत',
  );

  it('is the same in every script, with Caps Lock and without', () => {
    fc.assert(
      fc.property(abc, elsewhere, fc.boolean(), fc.boolean(), (letter, foreign, shiftKey, capsLock) => {
        const code = `Key${letter.toUpperCase()}`;
        const typed = (key: string) => (shiftKey !== capsLock ? key.toUpperCase() : key.toLowerCase());

        const latin = letterOf({ key: typed(letter), code, shiftKey });
        const other = letterOf({ key: typed(foreign), code, shiftKey });

        expect(latin).toBe(shiftKey ? letter.toUpperCase() : letter);
        expect(other).toBe(latin);
      }),
    );
  });

  it('is where an ASCII layout has it, whatever is printed there elsewhere (Dvorak, AZERTY)', () => {
    fc.assert(
      fc.property(abc, abc, (letter, place) => {
        expect(letterOf({ key: letter, code: `Key${place.toUpperCase()}`, shiftKey: false })).toBe(letter);
      }),
    );
  });
});
