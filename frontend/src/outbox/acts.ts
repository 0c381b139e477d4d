/**
 * What may be sent from a phone when the network allows, and what of it the sorting and voting pages keep.
 *
 *     const acts = await openActs();                       // lasts over reloads, dead networks, restarts
 *     const sender = makeSender(actsOn(acts, await openShelf()), ask, world);
 *     await keepAct(acts, sortHand(seat, hand.id, { piles, nowhere, done, revision }));
 *     await keepAct(acts, vote(seat, round.id, { id: newId(), turn, story_id, … }));
 *     void sender.nudge();
 *
 * A hand is one act however often it is changed: a later `revision` takes the place of the earlier one. A ballot has an
 * id of its own, and takes the place of what this seat voted before in the same turn. `state` is `waiting` until the
 * service has said yes, then `received`; `refused` with the service's reason when it said no.
 * `telling.ts` has what is done with stories; the seats of all are on the phone's one shelf.
 */

import type { Question } from '../api/ask';
import type { Shape } from '../api/client';
import type { Refusal, Seat } from './phone_story';
import { costOf, turnOf, type Outcome } from './queue';
import type { Outbox } from './sender';
import { openRooms, read, roomsInMemory, type Rooms, type Shelf } from './shelf';

interface Sent {
  /** The id of the hand or the ballot; the service answers with it. */
  id: string;
  /** Who acts. The act goes on its way also after they gave the phone on. */
  seat: Seat;
  /** Acts about the same thing replace each other. */
  about: string;
  body: string;
}

export type Act = (Sent & { kind: 'sort'; revision: number }) | (Sent & { kind: 'vote'; round: string });

/** An act on the phone, and how far it came. */
export type KeptAct = Act & {
  order: number;
  state: 'waiting' | 'received' | 'refused';
  /** Sent at least once: it may have arrived although no answer did. */
  tried: boolean;
  failures: number;
  refusal: Refusal | null;
  receivedAt: number | null;
};

export interface KeptActs {
  acts: Map<string, KeptAct>;
}

const rooms: Rooms<KeptActs> = { acts: 'id' };

/** A database of its own: the join page, which may be open beside, never waits for this one to change its shape. */
export const openActs = (name = 'storyharvest-acts'): Promise<Shelf<KeptActs>> => openRooms(name, rooms);

export const actsInMemory = (): Shelf<KeptActs> => roomsInMemory(rooms);

/** All that a seat sorted so far of its hand. */
export function sortHand(seat: Seat, id: string, sent: Shape<'HandSent'>): Act {
  return { kind: 'sort', id, seat, about: `hand ${id}`, revision: sent.revision, body: JSON.stringify(sent) };
}

/** A ballot in a turn of a round; by hand for another seat when `for_seat_id` says so. */
export function vote(seat: Seat, round: string, cast: Shape<'BallotCast'>): Act {
  const about = `ballot ${round} ${cast.turn} ${cast.for_seat_id ?? ''}`;
  return { kind: 'vote', id: cast.id, seat, round, about, body: JSON.stringify(cast) };
}

/** Put an act on its way. An older revision of a hand changes nothing; the same act twice is one. */
export function keepAct(shelf: Shelf<KeptActs>, act: Act): Promise<void> {
  return shelf.change(({ acts }) => {
    const same = acts.get(act.id);
    if (same && (same.body === act.body || isOlder(act, same))) return;
    const order = Math.max(0, ...[...acts.values()].map((kept) => kept.order)) + 1;
    for (const kept of [...acts.values()])
      if (kept.seat.key === act.seat.key && kept.about === act.about) acts.delete(kept.id);
    const fresh = { state: 'waiting', tried: false, failures: 0, refusal: null, receivedAt: null } as const;
    acts.set(act.id, { ...act, ...fresh, order });
  });
}

const isOlder = (act: Act, kept: KeptAct): boolean =>
  act.kind === 'sort' && kept.kind === 'sort' && act.revision <= kept.revision;

/** The acts that wait, as the sender takes them: in their order, and one that keeps failing lets others go first. */
export const actsOn = (shelf: Shelf<KeptActs>, seats: Shelf): Outbox => ({
  shelf: seats,
  async next(done) {
    const known = (await read(seats)).seats;
    return shelf.change(({ acts }) => {
      const act = waiting(acts).find(({ kind, id }) => !done.has(kind + id));
      if (!act) return null;
      acts.set(act.id, { ...act, tried: true });
      return {
        id: act.id,
        kind: act.kind,
        seat: known.get(act.seat.key) ?? { ...act.seat, left: true },
        question: () => questionOf(act),
        settle: (outcome, now) => settle(shelf, act, outcome, now),
      };
    });
  },
  waits: async () => waiting((await read(shelf)).acts).length > 0,
});

const waiting = (acts: ReadonlyMap<string, KeptAct>): KeptAct[] =>
  [...acts.values()]
    .filter(({ state }) => state === 'waiting')
    .sort((a, b) => turnOf(a) - turnOf(b) || a.order - b.order);

function questionOf(act: Act): Question {
  const { id, body } = act;
  if (act.kind === 'sort') return { method: 'PUT', path: `/hands/${id}`, body };
  return { method: 'POST', path: `/rounds/${act.round}/ballots`, body };
}

/** What was changed while it was under way goes once more. */
function settle(shelf: Shelf<KeptActs>, sent: KeptAct, outcome: Outcome, now: number): Promise<void> {
  return shelf.change(({ acts }) => {
    const kept = acts.get(sent.id);
    if (kept?.body === sent.body) acts.set(kept.id, afterwards(kept, outcome, now));
  });
}

/** The act after an attempt. What a ballot said leaves the phone when the service has it: others may hold the phone. */
function afterwards(act: KeptAct, outcome: Outcome, now: number): KeptAct {
  switch (outcome.kind) {
    case 'received':
    case 'withdrawn':
      return {
        ...act,
        state: 'received',
        body: act.kind === 'vote' ? '' : act.body,
        failures: 0,
        receivedAt: now,
      };
    case 'refused':
      return { ...act, state: 'refused', refusal: outcome.refusal };
    default:
      return { ...act, failures: act.failures + costOf(outcome) };
  }
}

/** Clear what the service has had for a day, or what people left behind who gave the phone on. */
export async function tidyActs(shelf: Shelf<KeptActs>, seats: Shelf, now: number): Promise<void> {
  const known = (await read(seats)).seats;
  await shelf.change(({ acts }) => {
    for (const act of [...acts.values()]) {
      const seat = known.get(act.seat.key);
      const old = act.receivedAt !== null && now - act.receivedAt > 24 * 3_600_000;
      if (act.state !== 'waiting' && (old || !seat || seat.left)) acts.delete(act.id);
    }
  });
}
