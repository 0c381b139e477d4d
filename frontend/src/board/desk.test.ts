import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Account, WorkshopDetail } from '$/api/facilitator';
import { Desk } from './desk.svelte';
import { makeRead } from './fixture';

const account = { id: 'a1', email: 'amina@example.org', name: 'Amina' } as Account;
const makeDesk = () => new Desk({ id: 'w1', stage: 'reviewing' } as WorkshopDetail, account);

describe('a double press', () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ['performance'] }));
  afterEach(() => vi.useRealTimers());

  it('decides once and says so; a press that comes later decides again', () => {
    const desk = makeDesk();
    const heard = vi.spyOn(desk.notices, 'say');
    vi.advanceTimersByTime(1_000);

    const decided = [0, 150, 150, 600].map((later) => {
      vi.advanceTimersByTime(later);
      return !desk.pressedTwice('accept');
    });

    expect(decided).toEqual([true, false, false, true]);
    expect(heard).toHaveBeenCalledTimes(2);
  });

  it('is never seen in two different decisions, however quick', () => {
    const desk = makeDesk();
    vi.advanceTimersByTime(1_000);

    const quick = (['accept', 'dismiss', 'accept', 'dismiss'] as const).map((one) => desk.pressedTwice(one));

    expect(quick).toEqual([false, false, false, false]);
  });
});

describe('what is found', () => {
  const read = makeRead({ seq: 1, themes: { water: ['s1', 's12'] }, notPlaced: ['s2'] });

  it('contains the words, until meanings were compared for just this text', () => {
    const desk = makeDesk();
    desk.store.receive(read);
    desk.search = 'story s1';
    const byWords = [...desk.found!];
    desk.meaning.text = 'story s1';
    desk.meaning.answer = [
      { story_id: 's2', serial_no: 2, headline: 'Story s2', theme_id: null, similarity: 0.6 },
    ];
    const byMeaning = [...desk.found!];
    desk.search = 'story s12';

    expect(byWords).toEqual(['s1', 's12']);
    expect(byMeaning).toEqual(['s2']);
    expect([...desk.found!]).toEqual(['s12']);
  });

  it('is what the words say while nobody compares meanings', () => {
    const desk = makeDesk();
    desk.store.receive(read);
    desk.search = 'story s2';
    desk.meaning.text = 'story s2';
    desk.meaning.answer = 'away';

    expect([...desk.found!]).toEqual(['s2']);
  });
});

describe('arrivals', () => {
  it('are placed, or suggestions that are still open are worked out anew with them', () => {
    const desk = makeDesk();
    const modes = [
      makeRead({ seq: 1, notPlaced: ['s1'] }),
      makeRead({ seq: 2, themes: { water: [] }, notPlaced: ['s1'] }),
      makeRead({ seq: 3, themes: { water: [] }, notPlaced: ['s1'], suggested: ['a'] }),
    ].map((board) => {
      desk.store.receive(board);
      return desk.grouping.modeForArrivals;
    });

    expect(modes).toEqual(['fresh', 'place_new', 'refine']);
  });
});
