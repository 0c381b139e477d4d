import { describe, expect, it } from 'vitest';
import type { BoardCompared } from '$/api/board';
import { becameOf, type ThemeCompared } from './compare';

const theme = (name: string, stories = 1, state: 'suggested' | 'agreed' = 'suggested') => ({
  name,
  stories,
  state,
  letter: 'A',
  colour: 'clay',
  position: 0,
});
const told = (...themes: Partial<ThemeCompared>[]): BoardCompared =>
  ({
    themes: themes.map((one, id) => ({ id: `${id}`, before: null, after: null, merged_into: null, ...one })),
  }) as unknown as BoardCompared;
const hows = (compared: BoardCompared) => becameOf(compared).map((one) => [one.theme.id, one.how]);

describe('what became of a theme', () => {
  it('is told for each theme that is not as it was, and for no other', () => {
    const compared = told(
      { after: theme('Leaders') },
      { before: theme('Wells'), merged_into: '3' },
      { before: theme('School') },
      { before: theme('Water', 2), after: theme('Clean water', 3, 'agreed') },
      { before: theme('Work'), after: theme('Work') },
    );

    expect(hows(compared)).toEqual([
      ['0', 'isNew'],
      ['1', 'partOf'],
      ['2', 'gone'],
      ['3', 'renamed'],
      ['3', 'agreed'],
      ['3', 'resized'],
    ]);
  });

  it('reads backwards too', () => {
    const compared = told(
      { after: theme('Wells'), merged_into: '1' },
      { before: theme('Water', 2, 'agreed'), after: theme('Water', 1) },
    );

    expect(hows(compared)).toEqual([
      ['0', 'cameOutOf'],
      ['1', 'reopened'],
      ['1', 'resized'],
    ]);
  });
});
