import { describe, expect, it } from 'vitest';
import type { ChangeEvent } from '$/api/facilitator';
import { boardFrom, lane } from './board';
import { makeRead } from './fixture';
import { boardAt, filtered } from './replay';

const today = boardFrom(makeRead({ seq: 4, themes: { water: [], work: ['s1'] }, notPlaced: ['s2'] }));

const placed = (theme_id: string | null) => ({
  state: 'in_set',
  memberships: theme_id
    ? [
        {
          theme_id,
          role: 'primary',
          state: 'confirmed',
          source: 'facilitator',
          pinned: false,
          strength: null,
        },
      ]
    : [],
});
const theme = (name: string, position: number) => ({
  name,
  position,
  state: 'suggested',
  keywords: [],
  description: '',
  letter: 'A',
  colour: 'clay',
});
const event = (seq: number, action: string, actor_name: string, after: object): ChangeEvent =>
  ({ seq, action, actor_name, after, before: {}, stage: 'reviewing' }) as unknown as ChangeEvent;

const log = [
  event(1, 'tell', 'A phone', { 'story:s1': placed(null), 'story:s2': placed(null) }),
  event(2, 'create_theme', 'Amina', { 'theme:water': theme('Water', 0), 'story:s1': placed('water') }),
  event(3, 'create_theme', 'Amina', { 'theme:work': theme('Work', 1) }),
  event(4, 'move', 'Bo', { 'story:s1': placed('work') }),
];

describe('the board as it stood', () => {
  it('has each story where it was then', () => {
    const then = boardAt(log, 2, today);

    expect(lane(then, 'water')).toEqual(['s1']);
    expect(then.notPlaced).toEqual(['s2']);
    expect(then.themes).toHaveLength(1);
  });

  it('is the board of today after the last event', () => {
    const then = boardAt(log, 4, today);

    expect(lane(then, 'work')).toEqual(['s1']);
    expect(then.notPlaced).toEqual(today.notPlaced);
  });

  it('was empty before anything was told', () => {
    expect(boardAt(log, 0, today).notPlaced).toEqual([]);
  });
});

describe('the record, filtered', () => {
  const all = { person: '', theme: '', action: '', story: null };

  it('begins with the newest', () => {
    expect(filtered(log, all).map((one) => one.seq)).toEqual([4, 3, 2, 1]);
  });

  it.each([
    [{ ...all, person: 'Bo' }, [4]],
    [{ ...all, theme: 'water' }, [2]],
    [{ ...all, story: 's1' }, [4, 2, 1]],
    [{ ...all, action: 'create_theme', story: 's1' }, [2]],
  ])('by %o', (wanted, seqs) => {
    expect(filtered(log, wanted).map((one) => one.seq)).toEqual(seqs);
  });
});
