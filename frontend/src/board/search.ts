/** Which stories contain a text, whatever its accents and capitals. */
import type { Board } from './board';

/** The stories whose words contain the text; null when nothing is searched for. */
export function matching(board: Board, text: string): ReadonlySet<string> | null {
  const wanted = fold(text.trim());
  if (!wanted) return null;
  const found = new Set<string>();
  for (const story of board.stories.values()) {
    const words = `${story.headline} ${story.notes.join(' ')} ${story.significance} #${story.serial_no}`;
    if (fold(words).includes(wanted)) found.add(story.id);
  }
  return found;
}

/** A text as searches compare it. */
export const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
