import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChangeEvent, Command } from '$/api/facilitator';
import { boardFrom, expect as after, follow, lane, type Board } from './board';
import { makeRead } from './fixture';

const storyIds = ['s1', 's2', 's3', 's4', 's5', 's6'];
const themeIds = ['water', 'work', 'school'];
const board = boardFrom(
  makeRead({ themes: { water: ['s1', 's3'], work: ['s2'], school: [] }, notPlaced: ['s4', 's5', 's6'] }),
);

const everywhere = (board: Board) => [...board.notPlaced, ...board.themes.flatMap((theme) => theme.storyIds)];

const someStories = fc.subarray(storyIds, { minLength: 1 });
const someTheme = fc.constantFrom(...themeIds, 'unknown');
const somewhere = fc.oneof(someTheme, fc.constant(null));
const commands = fc.oneof(
  fc.record({ type: fc.constant('move' as const), story_ids: someStories, theme_id: somewhere }),
  fc.record({
    type: fc.constantFrom('pin' as const, 'unpin' as const, 'confirm' as const),
    story_ids: someStories,
  }),
  fc.record({ type: fc.constant('merge' as const), theme_id: someTheme, into_theme_id: someTheme }),
  fc.record({ type: fc.constant('dissolve' as const), theme_id: someTheme }),
  fc.record({ type: fc.constant('reorder' as const), theme_id: someTheme, position: fc.nat(4) }),
  fc.record({
    type: fc.constantFrom('add_secondary' as const, 'remove_secondary' as const),
    story_ids: someStories,
    theme_id: someTheme,
  }),
  fc.record({
    type: fc.constantFrom('lock' as const, 'unlock' as const, 'agree' as const),
    theme_id: someTheme,
  }),
) as fc.Arbitrary<Command>;

describe('suggestions', () => {
  const asked = boardFrom(makeRead({ seq: 1, suggested: ['a', 'b', 'c'] }));
  const open = ({ run }: Board) => run!.suggestions.filter((one) => one.state === 'open').map(({ id }) => id);
  const decide = (type: string, what: object = {}) => after(asked, { type, ...what } as Command);

  it('are decided as soon as somebody has decided, so that nobody can decide twice', () => {
    expect(open(decide('accept_suggestion', { suggestion_id: 'b' }))).toEqual(['a', 'c']);
    expect(open(decide('refuse_suggestion', { suggestion_id: 'a' }))).toEqual(['b', 'c']);
    expect(open(decide('accept_run', { run_id: 'run' }))).toEqual([]);
  });

  it('stay decided when the event comes, and are open again after an undo', () => {
    const event = (seq: number, action: string, state: string) =>
      ({
        seq,
        action,
        stage: 'reviewing',
        after: { 'suggestion:b': { state, decided_by: '' } },
      }) as unknown as ChangeEvent;

    const accepted = follow(asked, event(2, 'accept_suggestion', 'accepted')).board;
    const undone = follow(accepted, event(3, 'undo', 'open')).board;

    expect(open(accepted)).toEqual(['a', 'c']);
    expect(open(undone)).toEqual(['a', 'b', 'c']);
  });
});

describe('commands', () => {
  it('keep every story exactly once, in one lane', () => {
    fc.assert(
      fc.property(fc.array(commands, { maxLength: 20 }), (said) => {
        const then = said.reduce(after, board);

        expect(everywhere(then).toSorted()).toEqual(storyIds);
      }),
    );
  });

  it('done twice give the same board as done once', () => {
    fc.assert(
      fc.property(fc.array(commands, { maxLength: 5 }), commands, (said, last) => {
        const once = after(said.reduce(after, board), last);

        expect(after(once, last)).toEqual(once);
      }),
    );
  });

  it('keep lanes in the order of telling, whatever the order of moving', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(storyIds, { minLength: 1 }), (ids) => {
        const then = ids.reduce((now, story_id) => after(now, move(story_id, 'school')), board);

        expect(lane(then, 'school')).toEqual(ids.toSorted());
      }),
    );
  });

  it('say where each story is, in the lane and in the story alike', () => {
    fc.assert(
      fc.property(fc.array(commands, { maxLength: 20 }), (said) => {
        const then = said.reduce(after, board);

        for (const theme of then.themes)
          for (const id of theme.storyIds) expect(then.stories.get(id)?.membership?.themeId).toBe(theme.id);
        for (const id of then.notPlaced) expect(then.stories.get(id)?.membership).toBeNull();
      }),
    );
  });

  it('leave lanes that they do not touch the same object, so that nothing is drawn again', () => {
    const then = after(board, move('s4', 'school'));

    expect(then.themes[0]).toBe(board.themes[0]);
    expect(then.themes[1]).toBe(board.themes[1]);
  });

  it('make a moved story a decision of people', () => {
    const then = after(board, move('s4', 'water'));

    expect(then.stories.get('s4')?.membership).toMatchObject({ state: 'confirmed', source: 'facilitator' });
  });

  it('take a story set aside off the board', () => {
    const then = after(board, command({ type: 'set_aside', story_id: 's1', reason: 'told twice' }));

    expect(everywhere(then)).not.toContain('s1');
  });

  it('agree, lock, rename and describe one theme only', () => {
    const then = [
      command({ type: 'agree', theme_id: 'water' }),
      command({ type: 'lock', theme_id: 'water' }),
      command({ type: 'rename', theme_id: 'water', name: 'Wells reopened' }),
      command({ type: 'describe', theme_id: 'water', description: 'Who drinks from it' }),
    ].reduce(after, board);

    expect(then.themes[0]).toMatchObject({
      name: 'Wells reopened',
      description: 'Who drinks from it',
      state: 'agreed',
      locked: true,
    });
    expect(then.themes.slice(1)).toEqual(board.themes.slice(1));
  });

  it('leave to the service what only the service knows', () => {
    expect(after(board, command({ type: 'undo' }))).toBe(board);
    expect(after(board, command({ type: 'create_theme', name: 'New' }))).toBe(board);
  });
});

describe('events', () => {
  it('move a story where the log says', () => {
    const told = event(1, 'move', { 'story:s4': inTheme('water') });

    const { board: then, ask } = follow(board, told);

    expect(lane(then, 'water')).toEqual(['s1', 's3', 's4']);
    expect(ask).toBe(false);
  });

  it('say the same as the command that caused them', () => {
    fc.assert(
      fc.property(fc.constantFrom(...storyIds), fc.constantFrom(...themeIds), (storyId, themeId) => {
        const expected = after(board, move(storyId, themeId));
        const { board: told } = follow(board, event(1, 'move', { [`story:${storyId}`]: inTheme(themeId) }));

        expect({ ...told, seq: 0 }).toEqual({ ...expected, seq: 0 });
      }),
    );
  });

  it('that we had already change nothing', () => {
    const told = event(0, 'move', { 'story:s4': inTheme('water') });

    expect(follow(board, told)).toEqual({ board, ask: false });
  });

  it('after a gap ask for the board', () => {
    expect(follow(board, event(5, 'move', { 'story:s4': inTheme('water') }))).toEqual({ board, ask: true });
  });

  it('about a story whose words we do not have ask for the board', () => {
    expect(follow(board, event(1, 'tell', { 'story:s9': { state: 'in_set', memberships: [] } })).ask).toBe(
      true,
    );
  });

  it('add, change and retire themes', () => {
    const made = follow(
      board,
      event(1, 'create_theme', { 'theme:bees': themeState('Bees'), 'story:s4': inTheme('bees') }),
    );
    const gone = follow(
      made.board,
      event(2, 'merge', {
        'theme:bees': { ...themeState('Bees'), state: 'retired' },
        'story:s4': inTheme('water'),
      }),
    );

    expect(made.board.themes.at(-1)).toMatchObject({ name: 'Bees', storyIds: ['s4'] });
    expect(gone.board.themes.map((theme) => theme.id)).toEqual(themeIds);
    expect(lane(gone.board, 'water')).toContain('s4');
  });

  it('ignore a place that was refused', () => {
    const refused = {
      state: 'in_set',
      memberships: [{ ...inTheme('water').memberships[0], state: 'refused' }],
    };

    const { board: then } = follow(board, event(1, 'move', { 'story:s1': refused }));

    expect(then.notPlaced).toContain('s1');
  });
});

const command = (fields: Partial<Command> & Pick<Command, 'type'>): Command => fields as Command;
const move = (story_id: string, theme_id: string | null) => command({ type: 'move', story_id, theme_id });
const inTheme = (theme_id: string) => ({
  state: 'in_set',
  memberships: [
    { theme_id, role: 'primary', state: 'confirmed', source: 'facilitator', pinned: false, strength: null },
  ],
});
const themeState = (name: string) => ({
  name,
  description: '',
  keywords: [],
  letter: 'Z',
  colour: 'clay',
  position: 9,
  state: 'suggested',
  locked: false,
  origin: 'group',
  domain_id: null,
});
const event = (seq: number, action: string, states: Record<string, unknown>): ChangeEvent =>
  ({ seq, action, after: states, before: {}, stage: 'reviewing' }) as unknown as ChangeEvent;
