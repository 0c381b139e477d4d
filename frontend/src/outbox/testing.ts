/** A service and a network made for tests: honest, and as bad as one likes. */

import type { Ask, Question, Reply } from '../api/ask';
import { emptyForm, type Draft, type Form, type Seat } from './phone_story';
import { memoryShelf, type Shelf } from './shelf';

/** How one request fares. `lost_answer` and `half_answer` reach the service; `no_way` does not. */
export type Fate =
  | 'well'
  | 'no_way'
  | 'lost_answer'
  | 'doubled'
  | 'portal'
  | 'portal_refusal'
  | 'other_id'
  | 'broken'
  | 'busy';

export const fates: readonly Fate[] = [
  'well',
  'no_way',
  'lost_answer',
  'doubled',
  'portal',
  'portal_refusal',
  'other_id',
  'broken',
  'busy',
];

interface Stored {
  body: string;
  serial: number;
  receipt: string;
  withdrawn: boolean;
}

/** Keeps its promise: stored before it says so, one row an id. `poison` is a headline that it refuses. */
export class FakeService {
  readonly stories = new Map<string, Stored>();
  readonly seats = new Set<string>();
  stored = 0;

  answer({ method, path, token, body }: Question): Reply {
    if (path === '/join')
      return this.#join(JSON.parse(body!) as { id: string; token: string; join_code: string });
    if (!token || !this.seats.has(token)) return problem(401, 'Who are you?');
    if (method === 'PATCH') return json(200, { seat_id: token });
    const id = /^\/stories\/(.+)\/withdraw$/.exec(path)?.[1];
    return id ? this.#withdraw(id) : this.#tell(body!);
  }

  #join({ id, token, join_code }: { id: string; token: string; join_code: string }): Reply {
    if (join_code !== 'SEVENS') return problem(404, 'No such workshop', 'unknown-code');
    this.seats.add(token);
    return json(201, { seat_id: id, token, workshop: { id: 'w1', title: 'Wells' } });
  }

  #tell(body: string): Reply {
    const { id, headline } = JSON.parse(body) as { id: string; headline: string };
    if (headline.startsWith('poison')) return problem(422, 'Not this one');
    if (headline.startsWith('curse')) return problem(500, 'It broke');
    const there = this.stories.get(id);
    if (there && there.body !== body) return problem(409, 'Another story has this id');
    const row = there ?? { body, serial: ++this.stored, receipt: `R${this.stored}`, withdrawn: false };
    this.stories.set(id, row);
    return json(there ? 200 : 201, { id, ...tellable(row) });
  }

  #withdraw(id: string): Reply {
    const row = this.stories.get(id);
    if (!row) return problem(404, 'No such story');
    row.withdrawn = true;
    return json(200, { id, ...tellable(row) });
  }
}

const tellable = ({ serial, receipt, withdrawn }: Stored) => ({
  serial_no: serial,
  receipt_code: receipt,
  state: withdrawn ? 'withdrawn' : 'in_set',
});
const json = (status: number, data: unknown): Reply => ({ status, data, retryAfter: 0 });
const problem = (status: number, title: string, slug = 'other'): Reply =>
  json(status, { type: `/problems/${slug}`, title, status });

/** A way to the service on which each request meets the next fate; `well` when none is left. */
export function badRoad(service: FakeService, next: () => Fate): Ask {
  return (question) => Promise.resolve(travel(service, question, next()));
}

function travel(service: FakeService, question: Question, fate: Fate): Reply | null {
  switch (fate) {
    case 'well':
      return service.answer(question);
    case 'no_way':
      return null;
    case 'lost_answer':
      service.answer(question);
      return null;
    case 'doubled':
      service.answer(question);
      return service.answer(question);
    case 'portal':
      return { status: 200, data: undefined, retryAfter: 0 };
    case 'portal_refusal':
      return { status: 403, data: undefined, retryAfter: 0 };
    case 'other_id':
      return json(200, { id: 'somebody-else', receipt_code: 'X', serial_no: 1 });
    case 'broken':
      service.answer(question);
      return { status: 502, data: undefined, retryAfter: 0 };
    case 'busy':
      return { status: 503, data: { title: 'Busy' }, retryAfter: 1 };
  }
}

export const someSeat = (more: Partial<Seat> = {}): Seat => ({
  key: 'seat-1',
  code: 'SEVENS',
  token: 'token-1',
  joined: false,
  workshop: null,
  language: 'en',
  usedAt: 0,
  left: false,
  ...more,
});

export const someDraft = (id: string, form: Partial<Form> = {}, seat = 'seat-1'): Draft => ({
  seat,
  id,
  edits: 1,
  form: { ...emptyForm('en'), headline: `Story ${id}`, ...form },
});

/** A shelf that a kill cuts off: what was asked of it before is kept, what comes later never happens. */
export function mortal(shelf: Shelf): Shelf & { kill(): void } {
  let alive = true;
  const never = new Promise<never>(() => {});
  return {
    lasting: () => shelf.lasting(),
    change: (edit) => (alive ? shelf.change(edit).then((result) => (alive ? result : never)) : never),
    keepDraft: (draft) => (alive ? shelf.keepDraft(draft) : never),
    kill: () => void (alive = false),
  };
}

export async function shelfWith(...seats: Seat[]): Promise<Shelf> {
  const shelf = memoryShelf();
  await shelf.change((kept) => seats.forEach((seat) => kept.seats.set(seat.key, seat)));
  return shelf;
}
