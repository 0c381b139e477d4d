/** Boards for tests, named by what the test is about. */
import type { BoardRead } from '$/api/facilitator';

interface Wanted {
  seq?: number;
  themes?: Record<string, readonly string[]>;
  notPlaced?: readonly string[];
  /** What the newest run suggests, by the ids of its open suggestions. */
  suggested?: readonly string[];
}

export function makeRead({ seq = 0, themes = {}, notPlaced = [], suggested }: Wanted): BoardRead {
  const serial = (id: string) => Number(id.replace(/\D/g, ''));
  const story = (id: string, placed: boolean) => ({
    id,
    serial_no: serial(id),
    headline: `Story ${id}`,
    notes: [],
    significance: '',
    language: 'en',
    direction: 'good' as const,
    state: 'in_set' as const,
    membership: placed
      ? { state: 'confirmed' as const, source: 'facilitator' as const, pinned: false, strength: null }
      : null,
  });
  return {
    seq,
    stage: 'reviewing',
    board_hash: '',
    themes: Object.entries(themes).map(([id, storyIds], position) => ({
      id,
      name: id,
      description: '',
      state: 'suggested',
      locked: false,
      origin: 'group',
      domain_id: null,
      keywords: [],
      letter: String.fromCharCode(65 + position),
      colour: 'clay',
      position,
      hint: null,
      story_ids: [...storyIds],
      secondary_story_ids: [],
      stories: storyIds.map((id) => story(id, true)),
    })),
    not_placed: notPlaced.map((id) => story(id, false)),
    held: 0,
    arrived: 0,
    discuss_first: [],
    run: suggested
      ? { id: 'run', mode: 'refine', suggestions: suggested.map((id) => ({ id, state: 'open' })) }
      : null,
  } as BoardRead;
}
