import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leave, sendAgain, takeBack, takeUp, tell, tidy } from './acts';
import type { KeptStory } from './phone_story';
import { queue, standing } from './queue';
import { makeSender, type Sender, type World } from './sender';
import { read, type Shelf } from './shelf';
import { badRoad, FakeService, fates, mortal, shelfWith, someDraft, someSeat, type Fate } from './testing';

/** A world whose clock stands still until somebody rings it. */
function stillWorld(changed = () => {}) {
  let waiting: (() => void) | null = null;
  const world: World = {
    now: () => 0,
    random: () => 0.5,
    longestPause: () => 10_000,
    later: (_, run) => {
      waiting = run;
      return () => void (waiting = null);
    },
    changed,
  };
  const ring = () => {
    const run = waiting;
    waiting = null;
    run?.();
    return run !== null;
  };
  return { world, ring, asleep: () => waiting !== null };
}

const settle = () => new Promise((done) => setTimeout(done));
const stories = async (shelf: Shelf) => [...(await read(shelf)).stories.values()];

async function phone(next: () => Fate = () => 'well', seat = someSeat()) {
  const shelf = await shelfWith(seat);
  const service = new FakeService();
  const { world, ring, asleep } = stillWorld();
  return { shelf, service, ring, asleep, sender: makeSender(shelf, badRoad(service, next), world) };
}

describe('the sender', () => {
  it('joins, tells each story once and in order, and then rests', async () => {
    const { shelf, service, sender, asleep } = await phone();
    for (const id of ['a', 'b', 'c']) await tell(shelf, someDraft(id));

    await sender.drain();

    expect([...service.stories.keys()]).toEqual(['a', 'b', 'c']);
    expect((await stories(shelf)).map(({ state, receipt }) => [state, receipt])).toEqual([
      ['received', 'R1'],
      ['received', 'R2'],
      ['received', 'R3'],
    ]);
    expect(asleep()).toBe(false);
  });

  it('stops at the first request without an answer, and goes on by itself', async () => {
    const fate: Fate[] = ['well', 'no_way'];
    const { shelf, service, sender, ring, asleep } = await phone(() => fate.shift() ?? 'well');
    for (const id of ['a', 'b']) await tell(shelf, someDraft(id));

    await sender.drain();
    expect(sender.answered()).toBe(false);
    expect(service.stories.size).toBe(0);
    expect(asleep()).toBe(true);

    ring();
    await settle();
    expect([...service.stories.keys()]).toEqual(['a', 'b']);
  });

  it('sets a refused story aside, and a broken one lets the others pass', async () => {
    const { shelf, service, sender } = await phone();
    await tell(shelf, someDraft('a', { headline: 'poison' }));
    await tell(shelf, someDraft('b', { headline: 'curse' }));
    await tell(shelf, someDraft('c'));

    await sender.drain();

    expect([...service.stories.keys()]).toEqual(['c']);
    expect((await stories(shelf)).map((story) => standing(story, null))).toEqual([
      'needs_look',
      'waiting',
      'received',
    ]);
  });

  it('gives a refused story back for editing, under a new id', async () => {
    const { shelf, service, sender } = await phone();
    await tell(shelf, someDraft('a', { headline: 'poison' }));
    await sender.drain();

    const draft = await takeUp(shelf, 'a');
    await tell(shelf, { ...draft!, form: { ...draft!.form, headline: 'cured' } });
    await sender.drain();

    expect(draft!.form.headline).toBe('poison');
    expect([...service.stories.keys()]).toEqual([draft!.id]);
  });

  it('joins again when the service no longer knows the seat', async () => {
    const { shelf, service, sender } = await phone(
      () => 'well',
      someSeat({ joined: true, workshop: { id: 'w1' } as never }),
    );
    await tell(shelf, someDraft('a'));

    await sender.drain();

    expect(service.stories.has('a')).toBe(true);
  });

  it('asks for a look when the workshop is closed', async () => {
    const { shelf, sender } = await phone(() => 'well', someSeat({ code: 'CLOSED' }));
    await tell(shelf, someDraft('a'));

    await sender.drain();

    expect((await stories(shelf))[0]).toMatchObject({
      state: 'needs_look',
      refusal: { code: 'unknown-code' },
    });
  });

  it('takes back a story that may have arrived by sending it first', async () => {
    const fate: Fate[] = ['well', 'lost_answer'];
    const { shelf, service, sender } = await phone(() => fate.shift() ?? 'well');
    await tell(shelf, someDraft('a'));
    await sender.drain();
    await takeBack(shelf, 'a', 0);

    await sender.drain();

    expect(service.stories.get('a')!.withdrawn).toBe(true);
    expect((await stories(shelf))[0]).toMatchObject({ state: 'withdrawn', form: null });
  });

  it('takes back at once what never left the phone', async () => {
    const { shelf, service, sender } = await phone();
    await tell(shelf, someDraft('a'));
    await takeBack(shelf, 'a', 0);

    await sender.drain();

    expect(service.stored).toBe(0);
    expect((await stories(shelf))[0]!.state).toBe('withdrawn');
  });
});

describe('handing the phone on', () => {
  it('wipes words and drafts, but sends what was still waiting', async () => {
    const { shelf, service, sender } = await phone();
    await tell(shelf, someDraft('a'));
    await sender.drain();
    await tell(shelf, someDraft('b'));
    await shelf.keepDraft(someDraft('c'));

    await leave(shelf, 'seat-1');
    const left = await read(shelf);
    await sender.drain();
    await tidy(shelf, 0);

    expect([...left.stories.keys()]).toEqual(['b']);
    expect(left.drafts.size).toBe(0);
    expect([...service.stories.keys()]).toEqual(['a', 'b']);
    expect((await read(shelf)).seats.size).toBe(0);
  });
});

type Act =
  | { do: 'tell'; headline: string }
  | { do: 'tell_again' | 'take_back' | 'retry'; which: number }
  | { do: 'drain' | 'ring' | 'kill' | 'tidy' };

const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('tell' as const),
      headline: fc.constantFrom('one', 'two', 'poison', 'curse'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('tell_again' as const, 'take_back' as const, 'retry' as const),
      which: fc.nat(9),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom('drain' as const, 'ring' as const, 'kill' as const, 'tidy' as const),
    }),
  },
);

const healthy = (story: KeptStory) => !/"(poison|curse)"/.test(story.body);

/** What the screen says must be what the service knows, at every moment that the screen changes. */
function lies(kept: KeptStory[], service: FakeService): string[] {
  return kept.flatMap((story) => {
    const row = service.stories.get(story.id);
    const words = standing(story, null);
    if (['received', 'set_aside'].includes(words) && (!row || row.withdrawn)) return [`${story.id} ${words}`];
    if (words === 'received' && row!.receipt !== story.receipt) return [`${story.id} has a wrong receipt`];
    if (words === 'withdrawn' && row && !row.withdrawn) return [`${story.id} withdrawn`];
    if (words === 'saved' && row) return [`${story.id} saved, though it was sent`];
    return [];
  });
}

describe('any order of mishaps', () => {
  it('ends with each story stored once, and the words were true all the way', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(act, { maxLength: 25 }),
        fc.array(fc.constantFrom(...fates), { maxLength: 40 }),
        async (acts, bad) => {
          const service = new FakeService();
          const disk = await shelfWith(someSeat());
          const wanted = new Map<string, boolean>();
          let heal = false;
          const road = badRoad(service, () => (heal ? 'well' : (bad.shift() ?? 'well')));
          const untrue: string[] = [];
          let life!: { shelf: ReturnType<typeof mortal>; sender: Sender; ring: () => boolean };
          const start = () => {
            const shelf = mortal(disk);
            const { world, ring } = stillWorld(
              () =>
                void read(shelf).then(({ stories }) => untrue.push(...lies([...stories.values()], service))),
            );
            life = { shelf, ring, sender: makeSender(shelf, road, world) };
          };
          start();

          for (const [i, step] of acts.entries()) {
            const ids = [...wanted.keys()];
            const id = 'which' in step && ids.length ? ids[step.which % ids.length]! : null;
            if (step.do === 'tell') {
              wanted.set(`s${i}`, true);
              await tell(life.shelf, someDraft(`s${i}`, { headline: step.headline }));
            } else if (step.do === 'tell_again' && id) {
              const now = (await read(disk)).stories.get(id);
              if (now?.form) await tell(life.shelf, someDraft(id, { headline: now.form.headline }));
            } else if (step.do === 'take_back' && id) {
              const now = (await read(disk)).stories.get(id);
              if (now && now.state !== 'needs_look') {
                wanted.set(id, false);
                await takeBack(life.shelf, id, 0);
              }
            } else if (step.do === 'retry' && id) await sendAgain(life.shelf, id);
            else if (step.do === 'drain') void life.sender.nudge();
            else if (step.do === 'ring') life.ring();
            else if (step.do === 'tidy') await tidy(life.shelf, 0);
            else if (step.do === 'kill') {
              life.shelf.kill();
              start();
            }
          }

          heal = true;
          await life.sender.nudge();
          for (let round = 0; round < 40; round++) {
            await settle();
            life.ring();
          }
          await settle();

          const end = await stories(disk);
          expect([...untrue, ...lies(end, service)]).toEqual([]);
          expect(queue(end).filter(healthy)).toEqual([]);
          expect(end.map(({ id }) => id).sort()).toEqual([...wanted.keys()].sort());
          for (const story of end) {
            if (healthy(story) && wanted.get(story.id)) expect(standing(story, null)).toBe('received');
            if (!wanted.get(story.id)) expect(['withdrawn', 'taking_back']).toContain(standing(story, null));
          }
          expect(service.stored).toBe(service.stories.size);
        },
      ),
      { numRuns: 100 },
    );
  }, 60_000);
});
