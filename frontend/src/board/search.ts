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

/**
 * A text as searches compare it: any blank is a blank, full width is plain, capitals are small, and accents are off where
 * they are accents; a mark of Hindi, Thai or Japanese makes another word.
 */
export const fold = (text: string) =>
  text.normalize('NFKD').replace(accents, '$1').normalize('NFC').toLowerCase().replace(/\s+/g, ' ');

const accents = /([\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}])\p{M}+/gu;
