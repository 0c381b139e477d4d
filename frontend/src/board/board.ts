/**
 * The board as data, and what each command and each event makes of it. Nothing here fetches, waits or draws.
 *
 * A story is in one lane: that of its primary theme, or the tray of stories not placed yet. Lanes keep the order in
 * which the stories were told, so that dropping a story means "it belongs here" and never "it comes after that one".
 */
import type { BoardRead, ChangeEvent, Command, Run, Stage, Suggestion } from '$/api/facilitator';
import { Stories } from './stories';

type StoryRead = BoardRead['not_placed'][number];
type ThemeRead = BoardRead['themes'][number];

export type Membership = NonNullable<StoryRead['membership']> & { themeId: string };
export type Story = Omit<StoryRead, 'membership'> & {
  membership: Membership | null;
  secondary: readonly string[];
};
export type Theme = Omit<ThemeRead, 'stories' | 'story_ids' | 'secondary_story_ids'> & {
  storyIds: readonly string[];
};

export interface Board {
  readonly seq: number;
  readonly stage: Stage;
  readonly themes: readonly Theme[];
  readonly notPlaced: readonly string[];
  readonly stories: Stories<Story>;
  readonly held: number;
  readonly arrived: number;
  readonly discussFirst: readonly string[];
  readonly run: Run | null;
}

export const emptyBoard: Board = {
  seq: -1,
  stage: 'draft',
  themes: [],
  notPlaced: [],
  stories: new Stories<Story>(new Map()),
  held: 0,
  arrived: 0,
  discussFirst: [],
  run: null,
};

/** The board in the service's answer, with each story once. */
export function boardFrom(read: BoardRead): Board {
  const stories = new Map<string, Story>();
  const secondary = new Map<string, string[]>();
  for (const theme of read.themes)
    for (const id of theme.secondary_story_ids) secondary.set(id, [...(secondary.get(id) ?? []), theme.id]);
  const take = (story: StoryRead, themeId: string | null) =>
    stories.set(story.id, {
      ...story,
      membership: themeId && story.membership ? { ...story.membership, themeId } : null,
      secondary: secondary.get(story.id) ?? [],
    });
  for (const story of read.not_placed) take(story, null);
  for (const theme of read.themes) for (const story of theme.stories) take(story, theme.id);
  return {
    seq: read.seq,
    stage: read.stage,
    themes: read.themes.map(themeFrom).sort(byPosition),
    notPlaced: read.not_placed.map((story) => story.id),
    stories: new Stories(stories),
    held: read.held,
    arrived: read.arrived,
    discussFirst: read.discuss_first,
    run: read.run,
  };
}

function themeFrom({ stories, story_ids, secondary_story_ids, ...theme }: ThemeRead): Theme {
  return { ...theme, storyIds: stories.map((story) => story.id) };
}

const byPosition = (one: Theme, other: Theme) =>
  one.position - other.position || (one.id < other.id ? -1 : 1);

// ---- Questions ----------------------------------------------------------------------------------------------------

export const themeOf = (board: Board, themeId: string | null | undefined): Theme | undefined =>
  board.themes.find((theme) => theme.id === themeId);

export const themeOfStory = (board: Board, storyId: string): Theme | undefined =>
  themeOf(board, board.stories.get(storyId)?.membership?.themeId);

export const lane = (board: Board, themeId: string | null): readonly string[] =>
  themeId === null ? board.notPlaced : (themeOf(board, themeId)?.storyIds ?? []);

/** The stories that a command speaks of, whichever way it names them. */
export const storiesNamed = (command: Command): string[] => [
  ...('story_id' in command && command.story_id ? [command.story_id] : []),
  ...('story_ids' in command ? (command.story_ids ?? []) : []),
];

/** The theme that a command names. */
export const themeNamed = (command: Command): string | null =>
  'theme_id' in command ? (command.theme_id ?? null) : null;

// ---- Commands -----------------------------------------------------------------------------------------------------

/**
 * The board as it will be once the service has done the command: what we show while it is on its way. Commands whose
 * outcome only the service knows (a new theme's id, what an undo takes back) leave the board as it is.
 */
export function expect(board: Board, command: Command): Board {
  const themeId = themeNamed(command);
  const ids = storiesNamed(command);
  switch (command.type) {
    case 'move':
      return place(board, ids, themeId);
    case 'pin':
    case 'unpin':
      return remember(board, ids, (kept) => settled({ ...kept, pinned: command.type === 'pin' }));
    case 'confirm':
      return remember(board, [...ids, ...lane(board, themeId ?? '')], settled);
    case 'add_secondary':
    case 'remove_secondary':
      return link(board, ids, command.theme_id, command.type === 'add_secondary');
    case 'merge':
      return merge(board, command.theme_id, command.into_theme_id);
    case 'rename':
      return change(board, themeId, { name: command.name, hint: null });
    case 'describe':
      return change(board, themeId, { description: command.description });
    case 'agree':
    case 'reopen':
      return change(board, themeId, { state: command.type === 'agree' ? 'agreed' : 'suggested' });
    case 'lock':
    case 'unlock':
      return change(board, themeId, { locked: command.type === 'lock' });
    case 'dissolve':
      return dissolve(board, themeId);
    case 'reorder':
      return reorder(board, themeId, command.position);
    case 'set_aside':
      return takeAway(board, ids);
    case 'accept_suggestion':
    case 'refuse_suggestion':
      return decide(
        board,
        (one) => one.id === command.suggestion_id,
        command.type === 'accept_suggestion' ? 'accepted' : 'refused',
      );
    case 'accept_run':
      return decide(board, (one) => one.state === 'open', 'accepted');
    default:
      return board;
  }
}

/** What became of some suggestions; a board on which nothing of it changes stays the same object. */
function decide(board: Board, which: (one: Suggestion) => boolean, state: Suggestion['state']): Board {
  const { run } = board;
  if (!run?.suggestions.some((one) => which(one) && one.state !== state)) return board;
  const suggestions = run.suggestions.map((one) => (which(one) ? { ...one, state } : one));
  return { ...board, run: { ...run, suggestions } };
}

const settled = (membership: Membership): Membership => ({
  ...membership,
  state: 'confirmed',
  source: 'facilitator',
});

/** Put stories into a theme, or back among those not placed yet; unknown stories and themes change nothing. */
export function place(board: Board, storyIds: readonly string[], themeId: string | null): Board {
  if (themeId !== null && !themeOf(board, themeId)) return board;
  const stories = board.stories.edited(storyIds, (story) => ({
    ...story,
    membership: themeId === null ? null : placedByPeople(story, themeId),
  }));
  const moved = storyIds.filter((id) => stories.has(id));
  return relane({ ...board, stories }, moved, themeId);
}

const placedByPeople = (story: Story, themeId: string): Membership => ({
  state: 'confirmed',
  source: 'facilitator',
  pinned: story.membership?.pinned ?? false,
  strength: null,
  themeId,
});

/** Take stories out of every lane and put them into one (or none). Lanes that do not change stay the same object. */
function relane(board: Board, storyIds: readonly string[], into: string | null | undefined): Board {
  const moved = new Set(storyIds);
  if (moved.size === 0) return board;
  const without = (ids: readonly string[]) =>
    ids.some((id) => moved.has(id)) ? ids.filter((id) => !moved.has(id)) : ids;
  const fill = (ids: readonly string[], here: boolean) =>
    here ? inOrder(board, [...without(ids), ...moved]) : without(ids);
  return {
    ...board,
    notPlaced: fill(board.notPlaced, into === null),
    themes: board.themes.map((theme) => {
      const storyIds = fill(theme.storyIds, theme.id === into);
      return storyIds === theme.storyIds ? theme : { ...theme, storyIds };
    }),
  };
}

const inOrder = (board: Board, ids: readonly string[]): string[] =>
  ids.toSorted((one, other) => serial(board, one) - serial(board, other));

const serial = (board: Board, id: string): number =>
  board.stories.get(id)?.serial_no ?? Number.MAX_SAFE_INTEGER;

function remember(board: Board, storyIds: readonly string[], how: (kept: Membership) => Membership): Board {
  const stories = board.stories.edited(storyIds, (story) =>
    story.membership ? { ...story, membership: how(story.membership) } : story,
  );
  return { ...board, stories };
}

function link(board: Board, storyIds: readonly string[], themeId: string, wanted: boolean): Board {
  const stories = board.stories.edited(storyIds, (story) => {
    const others = story.secondary.filter((other) => other !== themeId);
    const also = wanted && story.membership?.themeId !== themeId;
    return { ...story, secondary: also ? [...others, themeId] : others };
  });
  return { ...board, stories };
}

function change(board: Board, themeId: string | null, fields: Partial<Theme>): Board {
  return {
    ...board,
    themes: board.themes.map((theme) => (theme.id === themeId ? { ...theme, ...fields } : theme)),
  };
}

function merge(board: Board, themeId: string, into: string): Board {
  if (themeId === into || !themeOf(board, into)) return board;
  const gone = themeOf(board, themeId);
  return gone ? withoutTheme(place(board, gone.storyIds, into), themeId) : board;
}

function dissolve(board: Board, themeId: string | null): Board {
  const gone = themeOf(board, themeId);
  return gone ? withoutTheme(place(board, gone.storyIds, null), gone.id) : board;
}

const withoutTheme = (board: Board, themeId: string): Board => ({
  ...board,
  themes: board.themes.filter((theme) => theme.id !== themeId),
});

function reorder(board: Board, themeId: string | null, position: number): Board {
  const moving = themeOf(board, themeId);
  if (!moving) return board;
  const others = board.themes.filter((theme) => theme !== moving);
  return {
    ...board,
    themes: others.toSpliced(position, 0, moving).map((theme, at) => ({ ...theme, position: at })),
  };
}

function takeAway(board: Board, storyIds: readonly string[]): Board {
  const stories = board.stories.edited(storyIds, () => null);
  return relane({ ...board, stories }, storyIds, undefined);
}

// ---- Events -------------------------------------------------------------------------------------------------------

interface StoryState {
  state: string;
  memberships: (Omit<Membership, 'themeId'> & { theme_id: string; role: 'primary' | 'secondary' })[];
}
type ThemeState = Omit<Theme, 'id' | 'storyIds' | 'hint' | 'state'> & {
  state: 'suggested' | 'agreed' | 'retired';
};

/** A board after an event, and whether the service must be asked for what events never carry. */
export interface Followed {
  readonly board: Board;
  readonly ask: boolean;
}

/**
 * The board after one event of the log. An event we had already changes nothing. Words, hints and suggestions do not
 * travel in events: where they may have changed, or where an event is missing, `ask` says so.
 */
export function follow(board: Board, event: ChangeEvent): Followed {
  if (event.seq <= board.seq) return { board, ask: false };
  if (event.seq !== board.seq + 1) return { board, ask: true };
  let next: Board = { ...board, seq: event.seq, stage: event.stage };
  const subjects = Object.entries(event.after);
  for (const [subject, state] of subjects)
    if (subject.startsWith('theme:')) next = followTheme(next, idIn(subject), state as ThemeState | null);
  for (const [subject, state] of subjects)
    if (subject.startsWith('story:')) next = followStory(next, idIn(subject), state as StoryState | null);
    else if (subject.startsWith('suggestion:') && state)
      next = decide(next, (one) => one.id === idIn(subject), (state as Pick<Suggestion, 'state'>).state);
  return {
    board: { ...next, themes: next.themes.toSorted(byPosition) },
    ask: bringsMore.has(event.action) || subjects.some(([subject, state]) => isNew(board, subject, state)),
  };
}

const idIn = (subject: string): string => subject.slice(subject.indexOf(':') + 1);

/** After these there are words, hints or suggestions that only the board itself tells. */
const bringsMore = new Set(
  'tell edit hold withdraw release rename accept_suggestion refuse_suggestion accept_run undo redo set_aside bring_back restore'.split(
    ' ',
  ),
);

const isNew = (board: Board, subject: string, state: unknown): boolean =>
  subject.startsWith('story:') &&
  (state as StoryState | null)?.state === 'in_set' &&
  !board.stories.has(idIn(subject));

function followTheme(board: Board, id: string, state: ThemeState | null): Board {
  if (!state || state.state === 'retired') return withoutTheme(board, id);
  const known = themeOf(board, id);
  const hint = known?.name === state.name ? known.hint : null;
  const { name, description, keywords, letter, colour, position, locked, origin, domain_id } = state;
  const fields = { name, description, keywords, letter, colour, position, locked, origin, domain_id, hint };
  const theme: Theme = { ...fields, id, state: state.state, storyIds: known?.storyIds ?? [] };
  return known
    ? { ...board, themes: board.themes.map((other) => (other.id === id ? theme : other)) }
    : { ...board, themes: [...board.themes, theme] };
}

function followStory(board: Board, id: string, state: StoryState | null): Board {
  if (!board.stories.has(id)) return board;
  if (!state || state.state !== 'in_set') return takeAway(board, [id]);
  const living = state.memberships.filter((one) => one.state !== 'refused');
  const primary = living.find((one) => one.role === 'primary');
  const stories = board.stories.edited([id], (story) => ({
    ...story,
    membership: primary ? membershipFrom(primary) : null,
    secondary: living.filter((one) => one.role === 'secondary').map((one) => one.theme_id),
  }));
  return relane({ ...board, stories }, [id], primary?.theme_id ?? null);
}

const membershipFrom = (one: StoryState['memberships'][number]): Membership => ({
  state: one.state,
  source: one.source,
  pinned: one.pinned,
  strength: one.strength,
  themeId: one.theme_id,
});
