import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Ask, Question, Reply } from '../api/ask';
import { actsInMemory, actsOn, keepAct, sortHand, tidyActs, vote, type KeptActs } from './acts';
import { makeSender } from './sender';
import { read, type Shelf } from './shelf';
import { badRoad, FakeService, fates, mortal, settled, shelfWith, someSeat, stillWorld } from './testing';

const seat = someSeat({ joined: true, workshop: { id: 'w1' } as never });

/** Takes hands and ballots as the service does: the latest revision and the latest ballot of a turn count. */
class Room extends FakeService {
  readonly hands = new Map<string, number>();
  readonly ballots = new Map<string, string>();
  readonly #newest = new Map<string, number>();
  turnOpen = true;

  override answer(question: Question): Reply {
    const id = /^\/hands\/(.+)$/.exec(question.path)?.[1];
    const round = /^\/rounds\/(.+)\/ballots$/.exec(question.path)?.[1];
    if ((!id && !round) || !this.seats.has(question.token ?? '')) return super.answer(question);
    return id ? this.#hand(id, question.body!) : this.#ballot(round!, question.body!);
  }

  #hand(id: string, body: string): Reply {
    const { revision } = JSON.parse(body) as { revision: number };
    this.hands.set(id, Math.max(revision, this.hands.get(id) ?? 0));
    return { status: 200, data: { id, revision: this.hands.get(id) }, retryAfter: 0 };
  }

  #ballot(round: string, body: string): Reply {
    const { id, turn, revision } = JSON.parse(body) as { id: string; turn: number; revision: number };
    const about = `${round} ${turn}`;
    if (!this.turnOpen)
      return { status: 409, data: { type: '/problems/turn-closed', title: 'Turn closed' }, retryAfter: 0 };
    if (revision >= (this.#newest.get(about) ?? 0)) {
      this.#newest.set(about, revision);
      this.ballots.set(about, id);
    }
    return { status: 201, data: { id }, retryAfter: 0 };
  }
}

const hand = (revision: number, id = 'hand-1') =>
  sortHand(seat, id, { piles: [], nowhere: [], done: false, revision });
const ballot = (id: string, turn = 1, revision = 1) =>
  vote(seat, 'round-1', { id, turn, revision, story_id: 'story-1', scores: {}, none: false, reason: '' });

async function phone(next = (): (typeof fates)[number] => 'well') {
  const seats = await shelfWith(seat);
  const acts = actsInMemory();
  const service = new Room();
  const { world, ring } = stillWorld();
  const start = (shelf: Shelf<KeptActs> = acts, ask: Ask = badRoad(service, next)) =>
    makeSender(actsOn(shelf, seats), ask, world);
  return { acts, seats, service, ring, start };
}

const kept = async (acts: Shelf<KeptActs>) => [...(await read(acts)).acts.values()];

describe('a hand that is sorted', () => {
  it('is one act: a later revision takes the place of the earlier one, an older one changes nothing', async () => {
    const { acts, start, service } = await phone();
    for (const revision of [1, 3, 2]) await keepAct(acts, hand(revision));

    await start().drain();

    expect(service.hands.get('hand-1')).toBe(3);
    expect((await kept(acts)).map(({ state }) => state)).toEqual(['received']);
  });

  it('goes once more when it was changed while it was under way', async () => {
    const { acts, start, service, seats } = await phone();
    await keepAct(acts, hand(1));
    service.seats.add(seat.token);
    const ask: Ask = async (question) => {
      const reply = service.answer(question);
      if (service.hands.get('hand-1') === 1) await keepAct(acts, hand(2));
      return reply;
    };

    const sender = start(acts, ask);
    await sender.drain();
    await sender.drain();

    expect(service.hands.get('hand-1')).toBe(2);
    expect(await actsOn(acts, seats).waits()).toBe(false);
  });
});

describe('a ballot', () => {
  it('takes the place of what was voted before in the same turn, and of no other', async () => {
    const { acts } = await phone();
    for (const act of [ballot('a'), ballot('b'), ballot('c', 2)]) await keepAct(acts, act);

    expect((await kept(acts)).map(({ id }) => id)).toEqual(['b', 'c']);
  });

  it('leaves no words on the phone once it is counted', async () => {
    const { acts, start } = await phone();
    await keepAct(acts, ballot('a'));

    await start().drain();

    expect(await kept(acts)).toMatchObject([{ state: 'received', body: '' }]);
  });

  it('that came too late says why', async () => {
    const { acts, start, service } = await phone();
    service.turnOpen = false;
    await keepAct(acts, ballot('a'));

    await start().drain();

    expect(await kept(acts)).toMatchObject([{ state: 'refused', refusal: { code: 'turn-closed' } }]);
  });

  it('arrives also when the phone was given on meanwhile', async () => {
    const { acts, start, service, seats } = await phone();
    await keepAct(acts, ballot('a'));
    await seats.change((kept) => kept.seats.clear());

    await start().drain();
    await tidyActs(acts, seats, 0);

    expect(service.ballots.get('round-1 1')).toBe('a');
    expect(await kept(acts)).toEqual([]);
  });
});

it('hands and ballots arrive once the network is well, in any order of mishaps and kills', async () => {
  const step = fc.constantFrom('sort', 'vote', 'drain', 'ring', 'kill');
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 25 }),
      fc.array(fc.constantFrom(...fates), { maxLength: 40 }),
      async (steps, bad) => {
        let heal = false;
        const { acts, start, ring, service } = await phone(() => (heal ? 'well' : (bad.shift() ?? 'well')));
        let life = mortal(acts);
        let sender = start(life);
        let revision = 0;
        let last = '';
        for (const [i, what] of steps.entries()) {
          if (what === 'sort') await keepAct(life, hand(++revision));
          else if (what === 'vote') await keepAct(life, ballot((last = `b${i}`), 1, i + 1));
          else if (what === 'drain') void sender.nudge();
          else if (what === 'ring') ring();
          else {
            life.kill();
            life = mortal(acts);
            sender = start(life);
          }
        }

        heal = true;
        await sender.nudge();
        for (let round = 0; round < 40; round++) {
          await settled();
          ring();
        }
        await settled();

        const end = await kept(acts);
        for (const act of end) expect(act.state === 'refused' ? act.refusal : act.state).toBe('received');
        if (revision) expect(service.hands.get('hand-1')).toBe(revision);
        if (last) expect(service.ballots.get('round-1 1')).toBe(last);
      },
    ),
    { numRuns: 100 },
  );
}, 60_000);
