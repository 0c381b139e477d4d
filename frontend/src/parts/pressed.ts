/** What a key press means, whatever the layout of the keyboard, Caps Lock or an input method make of it. */

type Composed = Pick<KeyboardEvent, 'isComposing' | 'keyCode'>;
type Letter = Pick<KeyboardEvent, 'key' | 'code' | 'shiftKey'>;

/** The code of any key that an input method (IME) took for itself; Safari ends a composition before the key that ends it. */
const takenByInputMethod = 229;

/** Whether a key belongs to a word being composed, as in Japanese, Chinese or Korean, and asks nothing of the page. */
export const isComposing = (event: Composed): boolean =>
  event.isComposing || event.keyCode === takenByInputMethod;

/** Enter, pressed to do something; the Enter that only ends a composed word is none. */
export const isEnter = (event: Composed & Pick<KeyboardEvent, 'key'>): boolean =>
  event.key === 'Enter' && !isComposing(event);

/**
 * The letter, digit or sign of a key. Where the layout writes Cyrillic, Greek, Arabic, … it is the Latin letter or
 * digit printed on the same key; capital or small comes from Shift alone, never from Caps Lock.
 */
export function letterOf({ key, code, shiftKey }: Letter): string {
  if (key === '؟') return '?';
  const latin = isForeign(key) ? /^Key([A-Z])$/.exec(code)?.[1] : undefined;
  const digit = /^\p{Nd}$/u.test(key) ? /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1] : undefined;
  const letter = digit ?? latin ?? key;
  if ([...letter].length > 1 || !hasCase(letter)) return letter;
  return shiftKey ? letter.toUpperCase() : small(letter);
}

/** One letter or more (لا is one key) outside ASCII; names of keys, such as Enter, are within. */
const isForeign = (key: string): boolean => /^[\p{L}\p{M}]+$/u.test(key) && !/^[a-z]+$/i.test(key);

const hasCase = (letter: string): boolean => letter.toUpperCase() !== letter.toLowerCase();

/** A Turkish İ becomes a plain i. */
const small = (letter: string): string => letter.toLowerCase().replace('\u0307', '');
