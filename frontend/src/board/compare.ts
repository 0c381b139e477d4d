/** What became of each theme between two moments. */
import type { BoardCompared } from '$/api/board';

export type ThemeCompared = BoardCompared['themes'][number];
export interface Became {
  readonly theme: ThemeCompared;
  readonly how: 'isNew' | 'cameOutOf' | 'gone' | 'partOf' | 'renamed' | 'agreed' | 'reopened' | 'resized';
}

/** The themes that are not as they were, each with what is different about it; the order is the board's. */
export const becameOf = ({ themes }: BoardCompared): Became[] =>
  themes.flatMap((theme) => changes(theme).map((how) => ({ theme, how })));

function changes({ before, after, merged_into }: ThemeCompared): Became['how'][] {
  if (!before) return [merged_into ? 'cameOutOf' : 'isNew'];
  if (!after) return [merged_into ? 'partOf' : 'gone'];
  const found: Became['how'][] = [];
  if (before.name !== after.name) found.push('renamed');
  if (before.state !== after.state) found.push(after.state === 'agreed' ? 'agreed' : 'reopened');
  if (before.stories !== after.stories) found.push('resized');
  return found;
}
