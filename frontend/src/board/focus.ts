/** Moving the focus among stories with arrows, and selecting on the way. */
import type { Command } from '$/api/facilitator';
import { lane, storiesNamed, themeOfStory } from './board';
import type { Port } from './port';

/** The lanes as they are shown: the tray first, then the themes; only stories that the search leaves. */
export function lanesShown(desk: Port): readonly (readonly string[])[] {
  return [null, ...desk.board.themes.map((theme) => theme.id)].map((id) =>
    desk.visible(lane(desk.board, id)),
  );
}

/** Where a key takes the focus from a story; null when it is not a key of moving. */
export function target(desk: Port, from: string, key: string): string | null {
  const lanes = lanesShown(desk);
  const column = lanes.findIndex((ids) => ids.includes(from));
  const here = lanes[column];
  if (!here) return null;
  const row = here.indexOf(from);
  switch (key.replace('Shift+', '')) {
    case 'ArrowDown':
      return here[row + 1] ?? null;
    case 'ArrowUp':
      return here[row - 1] ?? null;
    case 'Home':
      return here[0] ?? null;
    case 'End':
      return here.at(-1) ?? null;
    case 'PageDown':
      return here[Math.min(row + 10, here.length - 1)] ?? null;
    case 'PageUp':
      return here[Math.max(row - 10, 0)] ?? null;
    case 'ArrowRight':
    case 'Ctrl+ArrowRight':
      return beside(lanes.slice(column + 1), row);
    case 'ArrowLeft':
    case 'Ctrl+ArrowLeft':
      return beside(lanes.slice(0, column).toReversed(), row);
    default:
      return null;
  }
}

/** The story at the same height in the next lane that has any. */
function beside(lanes: readonly (readonly string[])[], row: number): string | null {
  const next = lanes.find((ids) => ids.length > 0);
  return next?.[Math.min(row, next.length - 1)] ?? null;
}

/** Handle a key pressed on a story; false when it means something else. */
export function step(desk: Port, spelt: string, event: Event): boolean {
  const from = desk.focusId;
  if (!from) return false;
  if (spelt === 'Space') {
    event.preventDefault();
    desk.toggle(from);
    return true;
  }
  const rtl = document.documentElement.dir === 'rtl';
  const to = target(desk, from, rtl ? mirrored(spelt) : spelt);
  if (!to) return spelt.includes('Arrow');
  event.preventDefault();
  if (spelt.startsWith('Shift+')) {
    desk.selected.add(from);
    desk.selected.add(to);
    desk.saySelected();
  }
  void desk.focus(to);
  return true;
}

const mirrored = (key: string) =>
  key.includes('Left') ? key.replace('Left', 'Right') : key.replace('Right', 'Left');

/** After a move the next story of the same lane has the focus, so that a tray is sorted by one key after the other. */
export function focusAfter(desk: Port, [command]: readonly Command[]): string | null {
  const from = desk.focusId;
  if (!command || !from || !['move', 'set_aside'].includes(command.type)) return null;
  const leaving = new Set(storiesNamed(command));
  if (!leaving.has(from)) return null;
  const here = desk.visible(lane(desk.board, themeOfStory(desk.board, from)?.id ?? null));
  const at = here.indexOf(from);
  const stays = (id: string) => !leaving.has(id);
  return here.slice(at + 1).find(stays) ?? here.slice(0, at).findLast(stays) ?? from;
}
