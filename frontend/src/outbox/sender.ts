/** Takes stories from the shelf to the service, one after the other, until nothing is left to do. */

import type { Ask, Reply } from '../api/ask';
import type { Shape } from '../api/client';
import type { KeptStory, Seat, Workshop } from './phone_story';
import { after, errandOf, judge, pause, queue, refusalFrom, type Errand, type Outcome } from './queue';
import { read, type Shelf } from './shelf';

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
  /** The id of the story that is under way this moment. */
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

export function makeSender(shelf: Shelf, ask: Ask, world: World): Sender {
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

  /** Each story once, until the network or the service turns out to be away. */
  async function pass(): Promise<void> {
    const done = new Set<string>();
    for (let setbacks = 0; setbacks < patienceWithService && !stopped;) {
      const step = await takeNext(shelf, done);
      if (!step) return;
      done.add(step.errand + step.story.id);
      say(step.story.id);
      const outcome = await attempt(shelf, ask, step);
      await shelf.change(({ stories }) => {
        const story = stories.get(step.story.id);
        if (story) stories.set(story.id, after(story, step.errand, outcome, world.now()));
      });
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
    const { stories } = await read(shelf);
    if (stopped || running || !queue([...stories.values()]).length) return;
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

interface Step {
  story: KeptStory;
  seat: Seat;
  errand: Errand;
}

/** The next story to send, already marked as tried: from here on it may have arrived. */
function takeNext(shelf: Shelf, done: ReadonlySet<string>): Promise<Step | null> {
  return shelf.change(({ stories, seats }) => {
    for (const story of queue([...stories.values()])) {
      const errand = errandOf(story)!;
      const seat = seats.get(story.seat);
      if (!seat || done.has(errand + story.id)) continue;
      const tried = { ...story, tried: true };
      stories.set(story.id, tried);
      return { story: tried, seat, errand };
    }
    return null;
  });
}

/** Ask the service; when it does not know the seat (any more), join again, once. */
async function attempt(shelf: Shelf, ask: Ask, { story, seat, errand }: Step): Promise<Outcome> {
  let outcome: Outcome = { kind: 'unknown_seat' };
  for (let known = seat; outcome.kind === 'unknown_seat';) {
    const rejoining = known !== seat || !known.joined;
    if (!known.joined) {
      const joining = await join(shelf, ask, known);
      if ('kind' in joining) return joining;
      known = joining;
    }
    const reply = await ask({
      method: 'POST',
      path: pathOf(errand, story, known),
      token: known.token,
      body: bodyOf(errand, story),
    });
    outcome = judge(reply, story.id, errand);
    if (outcome.kind !== 'unknown_seat') break;
    if (rejoining) return { kind: 'refused', status: 401, refusal: refusalFrom(reply!.data as object) };
    known = { ...known, joined: false };
  }
  return outcome;
}

const pathOf = (errand: Errand, story: KeptStory, seat: Seat): string =>
  errand === 'tell' ? `/workshops/${seat.workshop!.id}/stories` : `/stories/${story.id}/withdraw`;

const bodyOf = (errand: Errand, story: KeptStory): string => (errand === 'tell' ? story.body : '{}');

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
