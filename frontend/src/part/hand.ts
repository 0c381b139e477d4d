/** A hand of stories being sorted: pure, each step a new hand with a later revision. */

import type { Shape } from '../api/client';

export type Dealt = Shape<'DealtStory'>;

export interface Pile {
  id: string;
  name: string;
  story_ids: readonly string[];
}

/** A hand as the phone keeps it. `seat` is the key of whose it is; `order` is what was placed, the newest last. */
export interface Hand {
  id: string;
  seat: string;
  round: string;
  people: number;
  stories: readonly Dealt[];
  piles: readonly Pile[];
  nowhere: readonly string[];
  later: readonly string[];
  order: readonly string[];
  revision: number;
  done: boolean;
}

export const newHand = (id: string, seat: string, round: string, people: number): Hand => ({
  id,
  seat,
  round,
  people,
  stories: [],
  piles: [],
  nowhere: [],
  later: [],
  order: [],
  revision: 0,
  done: false,
});

/** The hand with what the service says is in it; what was taken back meanwhile is in no pile any more. */
export function dealt(hand: Hand, said: Shape<'HandRead'>): Hand {
  const newer =
    said.revision > hand.revision ? { ...hand, ...placesOf(said), revision: said.revision } : hand;
  const there = new Set(said.stories.map(({ id }) => id));
  const still = (ids: readonly string[]) => ids.filter((id) => there.has(id));
  return {
    ...newer,
    people: said.people,
    stories: said.stories,
    piles: newer.piles.map((pile) => ({ ...pile, story_ids: still(pile.story_ids) })),
    nowhere: still(newer.nowhere),
    later: still(newer.later),
    order: still(newer.order),
  };
}

const placesOf = ({ piles, nowhere, done }: Shape<'HandRead'>) => ({
  piles,
  nowhere,
  done,
  order: [...piles.flatMap(({ story_ids }) => story_ids), ...nowhere],
});

/** What is in no pile yet, in the order it was dealt; what was put off comes last. */
export function unsorted({ stories, piles, nowhere, later }: Hand): Dealt[] {
  const placed = new Set([...piles.flatMap(({ story_ids }) => story_ids), ...nowhere]);
  const left = stories.filter(({ id }) => !placed.has(id));
  const off = (id: string) => later.indexOf(id);
  return left.sort((a, b) => off(a.id) - off(b.id));
}

/** The story that is looked at now. */
export const onTop = (hand: Hand): Dealt | undefined => unsorted(hand)[0];

const without = (ids: readonly string[], story: string) => ids.filter((id) => id !== story);

const taken = (hand: Hand, story: string): Hand => ({
  ...hand,
  piles: hand.piles.map((pile) => ({ ...pile, story_ids: without(pile.story_ids, story) })),
  nowhere: without(hand.nowhere, story),
  later: without(hand.later, story),
  order: without(hand.order, story),
});

const later = (hand: Hand): Hand => ({ ...hand, revision: hand.revision + 1 });

export function place(hand: Hand, story: string, pile: string): Hand {
  const free = taken(hand, story);
  const piles = free.piles.map((one) =>
    one.id === pile ? { ...one, story_ids: [...one.story_ids, story] } : one,
  );
  return later({ ...free, piles, order: [...free.order, story] });
}

export const placeInNew = (hand: Hand, story: string, pile: string): Hand =>
  place({ ...hand, piles: [...hand.piles, { id: pile, name: '', story_ids: [] }] }, story, pile);

export function placeNowhere(hand: Hand, story: string): Hand {
  const free = taken(hand, story);
  return later({ ...free, nowhere: [...free.nowhere, story], order: [...free.order, story] });
}

/** Look at it again after the others. */
export const putOff = (hand: Hand, story: string): Hand => ({
  ...hand,
  later: [...without(hand.later, story), story],
});

export const takeBack = (hand: Hand, story: string): Hand => later(tidied(taken(hand, story)));

/** Take back what was placed last. */
export const undo = (hand: Hand): Hand => (hand.order.length ? takeBack(hand, hand.order.at(-1)!) : hand);

export const rename = (hand: Hand, pile: string, name: string): Hand =>
  later({ ...hand, piles: hand.piles.map((one) => (one.id === pile ? { ...one, name } : one)) });

export const finish = (hand: Hand, done = true): Hand => later({ ...hand, done });

/** A pile that nothing is in and that has no name is no pile. */
const tidied = (hand: Hand): Hand => ({
  ...hand,
  piles: hand.piles.filter(({ name, story_ids }) => name || story_ids.length),
});

/** The whole hand as it is sent. */
export const sentOf = ({ piles, nowhere, done, revision }: Hand): Shape<'HandSent'> => ({
  piles: piles
    .filter(({ story_ids }) => story_ids.length)
    .map(({ id, name, story_ids }) => ({ id, name: name.trim(), story_ids: [...story_ids] })),
  nowhere: [...nowhere],
  done,
  revision,
});
