import { describe, expect, it } from 'vitest';
import type { ChangeEvent } from '$/api/facilitator';
import { filtered } from './record';

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
