import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { actionFor, isSingle, spell, withOwn } from './keys';

type Held = Partial<Record<'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey', boolean>>;
const press = (key: string, held: Held = {}, code = '') =>
  spell({ key, code, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...held });

describe('spelling a key press', () => {
  it.each([
    [press('m'), 'm'],
    [press('M', { shiftKey: true }), 'Shift+M'],
    [press('z', { ctrlKey: true }), 'Ctrl+Z'],
    [press('z', { metaKey: true, shiftKey: true }), 'Ctrl+Shift+Z'],
    [press(' '), 'Space'],
    [press('?', { shiftKey: true }), '?'],
    [press('/'), '/'],
    [press('F2'), 'F2'],
    [press('ArrowDown', { shiftKey: true }), 'Shift+ArrowDown'],
    [press('1'), '1'],
    [press('M'), 'm'],
    [press('m', { shiftKey: true }), 'Shift+M'],
    [press('ь', {}, 'KeyM'), 'm'],
    [press('Ь', { shiftKey: true }, 'KeyM'), 'Shift+M'],
    [press('я', { ctrlKey: true }, 'KeyZ'), 'Ctrl+Z'],
    [press('Ζ', { metaKey: true, shiftKey: true }, 'KeyZ'), 'Ctrl+Shift+Z'],
    [press('؟', { shiftKey: true }, 'Slash'), '?'],
  ])('%s is %s', (spelt, wanted) => {
    expect(spelt).toBe(wanted);
  });
});

describe('a key press on any layout', () => {
  const layouts = {
    latin: 'qwertyuiopasdfghjklzxcvbnm',
    russian: 'йцукенгшщзфывапролдячсмить',
    greek: ';ςερτυθιοπασδφγηξκλζχψωβνμ',
    arabic: 'ضصثقفغعهخحشسيبلاتنمئءؤرىةو',
  };
  const held = fc.record({ ctrlKey: fc.boolean(), shiftKey: fc.boolean(), altKey: fc.boolean() });

  it('is spelt as on a Latin one, with Caps Lock and without', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.values(layouts)),
        fc.integer({ min: 1, max: 25 }),
        held,
        fc.boolean(),
        (layout, at, held, capsLock) => {
          const code = `Key${layouts.latin[at]!.toUpperCase()}`;
          const cased = (key: string, upper: boolean) => (upper ? key.toUpperCase() : key);

          const here = press(cased(layout[at]!, held.shiftKey !== capsLock), held, code);

          expect(here).toBe(press(cased(layouts.latin[at]!, held.shiftKey), held, code));
        },
      ),
    );
  });
});

describe('the action for a key', () => {
  const run = vi.fn();
  const near = { id: 'near', label: 'near', keys: ['e'], run };
  const far = { id: 'far', label: 'far', keys: ['e', 'Ctrl+Z'], run };

  it('is the nearest one', () => {
    expect(actionFor('e', [[near], [far]])).toBe(near);
  });

  it('passes over what is not possible now', () => {
    expect(actionFor('e', [[{ ...near, possible: false }], [far]])).toBe(far);
  });

  it('is nothing for single letters that were switched off', () => {
    expect(actionFor('e', [[near]], false)).toBeUndefined();
    expect(actionFor('Ctrl+Z', [[far]], false)).toBe(far);
  });

  it('knows which keys are single', () => {
    expect(['m', 'Shift+M', '?', '.'].every(isSingle)).toBe(true);
    expect(['Ctrl+Z', 'F2', 'Enter', 'ArrowUp', 'Space'].some(isSingle)).toBe(false);
  });
});

describe('keys of one\u2019s own', () => {
  const run = vi.fn();
  const move = { id: 'move', label: 'move', keys: ['m'], run };
  const rename = { id: 'rename', label: 'rename', keys: ['e', 'F2'], run };
  const wall = { id: 'wall', label: 'wall', run };

  it('take the place of single keys, and of no others', () => {
    const own = withOwn([move, rename, wall], { move: 'q', rename: '', wall: 'w' });

    expect(own.map((action) => action.keys)).toEqual([['q'], ['F2'], undefined]);
    expect(actionFor('q', [own])?.id).toBe('move');
    expect(actionFor('m', [own])).toBeUndefined();
  });

  it('are ours where nobody chose', () => {
    expect(withOwn([move, rename, wall], {})).toEqual([move, rename, wall]);
  });
});
