import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  dealt,
  finish,
  newHand,
  onTop,
  place,
  placeInNew,
  placeNowhere,
  putOff,
  sentOf,
  takeBack,
  undo,
  unsorted,
  type Hand,
} from './hand';

const stories = ['a', 'b', 'c', 'd'].map((id, n) => ({
  id,
  serial_no: n + 1,
  headline: id,
  notes: [],
  language: 'en',
  said_by: null,
}));
const said = (more = {}) => ({
  id: 'h',
  stories,
  piles: [],
  nowhere: [],
  people: 1,
  revision: 0,
  done: false,
  ...more,
});
const hand = (): Hand => dealt(newHand('h', 'me', 'round', 1), said());

describe('a hand', () => {
  it('shows one story after the other; what was put off comes last', () => {
    const put = putOff(putOff(hand(), 'a'), 'c');

    expect(unsorted(put).map(({ id }) => id)).toEqual(['b', 'd', 'a', 'c']);
    expect(onTop(put)!.id).toBe('b');
  });

  it('takes back what was placed last, and leaves no empty pile without a name', () => {
    const sorted = placeInNew(placeInNew(hand(), 'a', 'p'), 'b', 'q');

    expect(undo(sorted).piles).toEqual([{ id: 'p', name: '', story_ids: ['a'] }]);
    expect(onTop(undo(sorted))!.id).toBe('b');
  });

  it('goes with the service where that knows more, and forgets stories that were taken back', () => {
    const there = said({ piles: [{ id: 'p', name: 'Water', story_ids: ['a', 'b'] }], revision: 7 });
    const read = dealt(placeNowhere(hand(), 'c'), there);
    const gone = dealt(read, said({ stories: stories.slice(1), revision: 7 }));

    expect(read.nowhere).toEqual([]);
    expect(gone.piles[0]!.story_ids).toEqual(['b']);
  });

  it('has each story in one place, and a later revision after every step', () => {
    const story = fc.constantFrom('a', 'b', 'c', 'd');
    const step = fc.oneof(
      fc.tuple(fc.constant('new'), story),
      fc.tuple(fc.constant('pile'), story),
      fc.tuple(fc.constant('nowhere'), story),
      fc.tuple(fc.constant('back'), story),
      fc.tuple(fc.constant('undo'), story),
      fc.tuple(fc.constant('done'), story),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let now = hand();
        for (const [n, [what, id]] of steps.entries()) {
          const before = now;
          if (what === 'new') now = placeInNew(now, id!, `p${n}`);
          if (what === 'pile' && now.piles[0]) now = place(now, id!, now.piles[0].id);
          if (what === 'nowhere') now = placeNowhere(now, id!);
          if (what === 'back') now = takeBack(now, id!);
          if (what === 'undo') now = undo(now);
          if (what === 'done') now = finish(now);
          if (now !== before) expect(now.revision).toBeGreaterThan(before.revision);
        }
        const sent = sentOf(now);
        const placed = [...sent.piles.flatMap((pile) => pile.story_ids), ...sent.nowhere];
        expect(new Set(placed).size).toBe(placed.length);
        expect(placed.length + unsorted(now).length).toBe(4);
        expect(sent.piles.every((pile) => pile.story_ids.length)).toBe(true);
      }),
    );
  });
});
