/** The keys of the board, and which action a key press asks for. */
import type { Action } from '$/parts/action';
import { letterOf } from '$/parts/pressed';

type Pressed = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>;

/**
 * A key press in our spelling: `m`, `Shift+M`, `Ctrl+Z`, `Ctrl+Shift+Z`, `F2`. Command counts as Ctrl; Caps Lock and
 * the layout count for nothing.
 */
export function spell(pressed: Pressed): string {
  const { altKey, shiftKey } = pressed;
  const ctrl = pressed.ctrlKey || pressed.metaKey;
  const letter = letterOf(pressed);
  const isOne = letter.length === 1 && letter !== ' ';
  const isSign = isOne && letter.toUpperCase() === letter.toLowerCase();
  const name = letter === ' ' ? 'Space' : isOne && ctrl ? letter.toUpperCase() : letter;
  return [ctrl ? 'Ctrl' : '', altKey ? 'Alt' : '', shiftKey && !isSign ? 'Shift' : '', name]
    .filter(Boolean)
    .join('+');
}

/** Single letters and signs may be switched off (WCAG 2.1.4); keys with Ctrl, arrows and F keys stay. */
export const isSingle = (spelt: string): boolean => /^(Shift\+)?\S$/.test(spelt);

/** Which single keys somebody has chosen instead of ours, by what they do; an empty one is none. */
export type OwnKeys = Readonly<Record<string, string>>;

/** The actions with somebody's own keys; keys with Ctrl, arrows and F keys stay as they are. */
export const withOwn = (actions: readonly Action[], own: OwnKeys): Action[] =>
  actions.map((action) => {
    const chosen = own[action.id];
    if (chosen === undefined || !action.keys) return action;
    return { ...action, keys: [chosen, ...action.keys.filter((key) => !isSingle(key))].filter(Boolean) };
  });

/** The first possible action with this key; earlier lists are nearer to the focus. */
export function actionFor(
  spelt: string,
  lists: readonly (readonly Action[])[],
  singles = true,
): Action | undefined {
  if (!singles && isSingle(spelt)) return undefined;
  for (const list of lists) {
    const found = list.find((action) => action.possible !== false && action.keys?.includes(spelt));
    if (found) return found;
  }
  return undefined;
}

/** Whether a key press belongs to a field in which somebody writes, and not to the board. */
export function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches('input:not([type=checkbox]), textarea, select');
}
