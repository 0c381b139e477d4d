/** Takes acts from the outbox to the service, one after the other, until nothing is left to do. */

import type { Ask, Question, Reply } from '../api/ask';
import type { Shape } from '../api/client';
import type { Kind } from './kinds';
import type { Seat, Workshop } from './phone_story';
import { judge, pause, refusalFrom, type Outcome } from './queue';
import type { Shelf } from './shelf';

/** An act as it is sent: whose it is, and what to ask once the service knows the seat. */
export interface Sending {
  id: string;
  kind: Kind;
  seat: Seat;
  question(seat: Seat): Question;
  /** Keep what the attempt came to. */
  settle(outcome: Outcome, now: number): Promise<void>;
}

/** Where the sender finds what is to be sent: stories in `telling.ts`, hands and ballots in `acts.ts`. */
export interface Outbox {
  /** Where the seats are. */
  shelf: Shelf;
  /** The next act that is not `done`, already marked as tried: from here on it may have arrived. */
  next(done: ReadonlySet<string>): Promise<Sending | null>;
  /** Whether anything waits to be sent. */
  waits(): Promise<boolean>;
}

/** What the sender needs of the world around it. */
export interface World {
  now(): number;
  random(): number;
  /** Milliseconds that a pause may grow to: short while somebody looks, long in a pocket. */
  longestPause(): number;
  later(milliseconds: number, run: () => void): () => void;
  /** Something that the screen shows is different now. */
  changed(): void;
}

export interface Sender {
  /** The id of the story, hand or ballot that is under way this moment. */
  sending(): string | null;
  /** False once the service did not answer the last request. */
  answered(): boolean;
  /** Send what there is; a call while sending makes it look again. */
  drain(): Promise<void>;
  /** The same, at once, because there is hope: the network is back, or somebody looks at the page. */
  nudge(): Promise<void>;
  stop(): void;
}

const patienceWithService = 3;

export function makeSender(outbox: Outbox, ask: Ask, world: World): Sender {
  let sending: string | null = null;
  let answered = true;
  let running = false;
  let again = false;
  let stopped = false;
  let failures = 0;
  let atLeast = 0;
  let cancel = (): void => {};

  async function drain(): Promise<void> {
    if (stopped) return;
    again = true;
    if (running) return;
    running = true;
    cancel();
    try {
      while (again && !stopped) {
        again = false;
        await pass();
      }
    } finally {
      running = false;
    }
    await wakeLater();
  }

  /** Each act once, until the network or the service turns out to be away. */
  async function pass(): Promise<void> {
    const done = new Set<string>();
    for (let setbacks = 0; setbacks < patienceWithService && !stopped;) {
      const act = await outbox.next(done);
      if (!act) return;
      done.add(act.kind + act.id);
      say(act.id);
      const outcome = await attempt(outbox.shelf, ask, act);
      await act.settle(outcome, world.now());
      answered = outcome.kind !== 'no_answer';
      say(null);
      if (outcome.kind === 'no_answer' || outcome.kind === 'later') failures++;
      else failures = 0;
      atLeast = outcome.kind === 'later' ? outcome.seconds * 1000 : 0;
      if (outcome.kind === 'no_answer') return;
      if (outcome.kind === 'later') setbacks++;
    }
  }

  async function wakeLater(): Promise<void> {
    if (!(await outbox.waits()) || stopped || running) return;
    cancel();
    const wait = Math.max(pause(failures, world.longestPause(), world.random), atLeast);
    cancel = world.later(wait, () => void drain());
  }

  function say(id: string | null): void {
    sending = id;
    world.changed();
  }

  return {
    sending: () => sending,
    answered: () => answered,
    drain,
    nudge() {
      failures = 0;
      return drain();
    },
    stop() {
      stopped = true;
      cancel();
    },
  };
}

/** Ask the service; when it does not know the seat (any more), join again, once. */
async function attempt(shelf: Shelf, ask: Ask, { id, kind, seat, question }: Sending): Promise<Outcome> {
  let outcome: Outcome = { kind: 'unknown_seat' };
  for (let known = seat; outcome.kind === 'unknown_seat';) {
    const rejoining = known !== seat || !known.joined;
    if (!known.joined) {
      const joining = await join(shelf, ask, known);
      if ('kind' in joining) return joining;
      known = joining;
    }
    const reply = await ask({ ...question(known), token: known.token });
    outcome = judge(reply, id, kind);
    if (outcome.kind !== 'unknown_seat') break;
    if (rejoining) return { kind: 'refused', status: 401, refusal: refusalFrom(reply!.data as object) };
    known = { ...known, joined: false };
  }
  return outcome;
}

/** Take the seat, or take it again: the same id and token are the same seat, so a lost answer costs nothing. */
export async function join(shelf: Shelf, ask: Ask, seat: Seat): Promise<Seat | Outcome> {
  const { key, token, code, language } = seat;
  const wanted: Shape<'Join'> = {
    id: key,
    token,
    join_code: code,
    language,
    display_name: '',
    voice_groups: [],
  };
  const body = JSON.stringify(wanted);
  const reply = await ask({ method: 'POST', path: '/join', body });
  const joined = joinedFrom(reply);
  if ('kind' in joined) return joined;
  return shelf.change(({ seats }) => {
    const taken: Seat = { ...(seats.get(key) ?? seat), ...joined, joined: true };
    seats.set(key, taken);
    return taken;
  });
}

function joinedFrom(reply: Reply | null): Outcome | { workshop: Workshop } {
  const data = reply?.data as { workshop?: Workshop } | undefined;
  const yes = reply !== null && (reply.status === 201 || reply.status === 200);
  if (yes && data?.workshop?.id) return { workshop: data.workshop };
  const outcome = judge(reply, '', 'tell');
  return outcome.kind === 'received' || outcome.kind === 'unknown_seat' ? { kind: 'no_answer' } : outcome;
}
