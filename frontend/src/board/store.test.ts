import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { Refused, type Conflict } from '$/api/client';
import type { Command, CommandsDone } from '$/api/facilitator';
import { boardFrom, expect as after, lane, type Board } from './board';
import { makeRead } from './fixture';
import { BoardStore, newId, type BoardApi, type Reports } from './store.svelte';

const before = makeRead({ seq: 1, themes: { water: ['s1'], work: [] }, notPlaced: ['s2'] });
const moved = makeRead({ seq: 2, themes: { water: ['s1', 's2'], work: [] } });

/** A service in memory: it answers when the test lets it. */
class FakeService implements BoardApi {
  sent: { baseSeq: number; commands: Command[] }[] = [];
  now = before;
  #answers: ((answer: () => CommandsDone) => void)[] = [];

  board = async () => this.now;

  send(baseSeq: number, commands: Command[]): Promise<CommandsDone> {
    this.sent.push({ baseSeq, commands });
    return new Promise((resolve, reject) =>
      this.#answers.push((answer) => {
        try {
          resolve(answer());
        } catch (refused) {
          reject(refused as Error);
        }
      }),
    );
  }

  async answer(answer: () => CommandsDone): Promise<void> {
    this.#answers.shift()!(answer);
    await settled();
  }
}

const settled = async () => {
  for (let turn = 0; turn < 8; turn++) await Promise.resolve();
};

function makeStore() {
  const service = new FakeService();
  const reports: Reports = { done: vi.fn(), conflict: vi.fn(), refused: vi.fn(), lost: vi.fn() };
  const store = new BoardStore(service, reports);
  store.receive(before);
  return { service, reports, store };
}

const move = (story_id: string, theme_id: string | null): Command =>
  ({ type: 'move', story_id, theme_id }) as Command;
const done = (seq: number): CommandsDone => ({ seq, results: [], board_hash: '' });
const conflict: Conflict = {
  subject: 'story:s2',
  seq: 7,
  actor: 'account:amina',
  actor_name: 'Amina',
  action: 'move',
  at: '2026-11-21T10:00:00Z',
  theme_name: 'Work',
};

describe('the store of the board', () => {
  it('shows a command before the service has answered', async () => {
    const { store } = makeStore();

    void store.run([move('s2', 'water')]);

    expect(lane(store.board, 'water')).toEqual(['s1', 's2']);
    expect(lane(store.confirmed, 'water')).toEqual(['s1']);
  });

  it('keeps showing it between the answer and the event', async () => {
    const { store, service } = makeStore();

    void store.run([move('s2', 'water')]);
    await settled();
    await service.answer(() => done(2));

    expect(lane(store.board, 'water')).toEqual(['s1', 's2']);
    store.receive(moved);
    expect(store.busy).toBe(false);
    expect(lane(store.board, 'water')).toEqual(['s1', 's2']);
  });

  it('lets a refused command go, and nothing else', async () => {
    const { store, service, reports } = makeStore();

    void store.run([move('s2', 'water')]);
    void store.run([move('s1', 'work')]);
    await settled();
    await service.answer(() => {
      throw new Refused({ type: '/problems/command-refused', title: 'Not now', status: 409 });
    });

    expect(lane(store.board, null)).toEqual(['s2']);
    expect(lane(store.board, 'work')).toEqual(['s1']);
    expect(reports.refused).toHaveBeenCalledOnce();
  });

  it('sends one command after the other, the second on top of the first', async () => {
    const { store, service } = makeStore();

    void store.run([move('s2', 'water')]);
    void store.run([move('s2', 'work')]);
    await settled();
    expect(service.sent).toHaveLength(1);
    await service.answer(() => done(2));

    expect(service.sent[1]).toMatchObject({ baseSeq: 2 });
  });

  it('offers to move anyway when somebody else was first', async () => {
    const { store, service, reports } = makeStore();
    void store.run([move('s2', 'water')]);
    await settled();
    await service.answer(() => {
      throw new Refused({
        type: '/problems/board-conflict',
        title: 'Taken',
        status: 409,
        conflicts: [conflict],
      });
    });

    const again = vi.mocked(reports.conflict).mock.calls[0]![2];
    void again();
    await settled();

    expect(service.sent.at(-1)).toMatchObject({ baseSeq: 7, commands: [move('s2', 'water')] });
  });

  it('ignores a board older than its own', () => {
    const { store } = makeStore();
    store.receive(moved);

    store.receive(before);

    expect(store.confirmed.seq).toBe(2);
  });

  it('shows the same picture while something is dragged, and all news afterwards', () => {
    const { store } = makeStore();

    store.hold();
    store.receive(moved);
    expect(lane(store.board, 'water')).toEqual(['s1']);
    store.release();

    expect(lane(store.board, 'water')).toEqual(['s1', 's2']);
  });
});

describe('a new id', () => {
  it('is a random UUID', () => {
    expect(newId()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(newId()).not.toBe(newId());
  });
});

/** A service that does what it is told at once, but whose answers and news arrive when chance lets them. */
class SlowService implements BoardApi {
  now: Board = boardFrom(
    makeRead({ seq: 0, themes: { a: ['s1', 's2'], b: ['s3'] }, notPlaced: ['s4', 's5'] }),
  );
  #late: (() => void)[] = [];

  board = async () => this.read();

  read() {
    const themes = Object.fromEntries(this.now.themes.map((theme) => [theme.id, theme.storyIds]));
    return makeRead({ seq: this.now.seq, themes, notPlaced: this.now.notPlaced });
  }

  do(command: Command): void {
    this.now = { ...after(this.now, command), seq: this.now.seq + 1 };
  }

  send(_baseSeq: number, commands: Command[]): Promise<CommandsDone> {
    commands.forEach((command) => this.do(command));
    const seq = this.now.seq;
    return new Promise((resolve) => this.#late.push(() => resolve(done(seq))));
  }

  answerOne(): void {
    this.#late.shift()?.();
  }

  async answerAll(): Promise<void> {
    for (let turn = 0; turn < 40; turn++) {
      this.answerOne();
      await settled();
    }
  }
}

describe('whatever arrives in whichever order', () => {
  const story = fc.constantFrom('s1', 's2', 's3', 's4', 's5');
  const place = fc.constantFrom('a', 'b', null);
  const happening = fc.oneof(
    fc.record({ kind: fc.constant('mine' as const), story, place }),
    fc.record({ kind: fc.constant('theirs' as const), story, place }),
    fc.record({ kind: fc.constantFrom('answer' as const, 'news' as const, 'old news' as const) }),
  );

  it('ends with the board of the service', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { maxLength: 25 }), async (happenings) => {
        const service = new SlowService();
        const store = new BoardStore(service, { done() {}, conflict() {}, refused() {}, lost() {} });
        const start = service.read();
        store.receive(start);

        for (const one of happenings) {
          if (one.kind === 'mine') void store.run([move(one.story, one.place)]);
          if (one.kind === 'theirs') service.do(move(one.story, one.place));
          if (one.kind === 'answer') service.answerOne();
          if (one.kind === 'news') store.receive(service.read());
          if (one.kind === 'old news') store.receive(start);
          await settled();
        }
        await service.answerAll();
        store.receive(service.read());

        expect(store.busy).toBe(false);
        expect(placesOn(store.board)).toEqual(placesOn(service.now));
      }),
      { numRuns: 60 },
    );
  });
});

const placesOn = (board: Board) =>
  Object.fromEntries([...board.stories].map(([id, story]) => [id, story.membership?.themeId ?? null]));
