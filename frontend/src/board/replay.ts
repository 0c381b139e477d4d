/** The board as it stood after an event, from the record and the words we have today. */
import type { ChangeEvent } from '$/api/facilitator';
import { emptyBoard, follow, type Board } from './board';

/** Stories told since then are not on it; stories gone since then are missing, for their words are. */
export function boardAt(events: readonly ChangeEvent[], seq: number, today: Board): Board {
  const until = events.filter((event) => event.seq <= seq);
  const told = new Set(until.flatMap((event) => Object.keys(event.after)));
  const words = [...today.stories.values()].filter((story) => told.has(`story:${story.id}`));
  const start: Board = {
    ...emptyBoard,
    seq: (until[0]?.seq ?? 1) - 1,
    stories: new Map(words.map((story) => [story.id, { ...story, membership: null, secondary: [] }])),
    notPlaced: [],
  };
  const { board } = until.reduce((so, event) => follow(so.board, event), { board: start, ask: false });
  return board;
}

export interface Wanted {
  readonly person: string;
  readonly theme: string;
  readonly action: string;
  readonly story: string | null;
}

/** The events that fit every filter that is set, the newest first. */
export function filtered(events: readonly ChangeEvent[], wanted: Wanted): ChangeEvent[] {
  return events
    .filter(
      (event) =>
        (!wanted.person || event.actor_name === wanted.person) &&
        (!wanted.action || event.action === wanted.action) &&
        (!wanted.theme || touchesTheme(event, wanted.theme)) &&
        (!wanted.story || `story:${wanted.story}` in event.after),
    )
    .toReversed();
}

/** A theme is touched when it changed itself, or when a story went into it or left it. */
function touchesTheme(event: ChangeEvent, themeId: string): boolean {
  if (`theme:${themeId}` in event.after) return true;
  return [event.before, event.after].some((states) => JSON.stringify(states).includes(themeId));
}
