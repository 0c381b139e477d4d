/** How an act gets from the phone to the service: pure, so that every order of mishaps can be tried. */

import type { Reply } from '../api/ask';
import type { Kind } from './kinds';
import { withoutWords, type KeptStory, type Refusal } from './phone_story';

/** What one attempt came to. */
export type Outcome =
  | {
      kind: 'received';
      receipt: string | null;
      serial: number | null;
      setAside: boolean;
      held: boolean;
      withdrawn: boolean;
    }
  | { kind: 'withdrawn' }
  | { kind: 'no_answer' }
  | { kind: 'later'; seconds: number }
  | { kind: 'unknown_seat' }
  | { kind: 'refused'; status: number; refusal: Refusal };

/** What is to be done with a story. */
export type Errand = Kind & ('tell' | 'withdraw');

/** What the words on the screen say about a story. */
export type Standing =
  'saved' | 'sending' | 'waiting' | 'received' | 'needs_look' | 'taking_back' | 'set_aside' | 'withdrawn';

type Told = { id?: unknown; receipt_code?: unknown; serial_no?: unknown; state?: unknown };
type ProblemLike = { type?: unknown; errors?: { pointer?: unknown }[] };

/**
 * What a reply means for the act it answers. Only the service's own yes counts: 200 or 201, JSON, and the id of the
 * story, hand or ballot in it. A page of a captive portal is no answer, whatever its status.
 */
export function judge(reply: Reply | null, id: string, kind: Kind): Outcome {
  if (!reply) return { kind: 'no_answer' };
  const { status, data } = reply;
  if (status >= 500 || status === 429 || status === 408) return { kind: 'later', seconds: reply.retryAfter };
  if (typeof data !== 'object' || data === null) return { kind: 'no_answer' };
  if (status === 200 || status === 201) return receivedFrom(data, id, kind);
  if (status === 401) return { kind: 'unknown_seat' };
  if (status >= 400 && 'title' in data)
    return { kind: 'refused', status, refusal: refusalFrom(data as object) };
  return { kind: 'no_answer' };
}

function receivedFrom(data: Told, id: string, kind: Kind): Outcome {
  if (data.id !== id) return { kind: 'no_answer' };
  if (kind === 'withdraw') return data.state === 'withdrawn' ? { kind: 'withdrawn' } : { kind: 'no_answer' };
  return {
    kind: 'received',
    receipt: typeof data.receipt_code === 'string' ? data.receipt_code : null,
    serial: typeof data.serial_no === 'number' ? data.serial_no : null,
    setAside: data.state === 'set_aside',
    held: data.state === 'submitted',
    withdrawn: data.state === 'withdrawn',
  };
}

export function refusalFrom(data: ProblemLike): Refusal {
  const errors = Array.isArray(data.errors) ? data.errors : [];
  return {
    code: String(data.type).replace(/^.*\//, ''),
    fields: errors.map(({ pointer }) => String(pointer).split('/')[1] ?? ''),
  };
}

/** The story after an attempt. What is known to have arrived stays so, whatever comes later. */
export function after(story: KeptStory, errand: Errand, outcome: Outcome, now: number): KeptStory {
  if (story.state === 'withdrawn') return story;
  switch (outcome.kind) {
    case 'received':
      return received(story, outcome, now);
    case 'withdrawn':
      return withdrawn(story, now);
    case 'refused':
      return refused(story, errand, outcome, now);
    case 'no_answer':
    case 'later':
    case 'unknown_seat':
      return { ...story, failures: story.failures + costOf(outcome) };
  }
}

function received(story: KeptStory, outcome: Outcome & { kind: 'received' }, now: number): KeptStory {
  if (outcome.withdrawn) return withdrawn(story, now);
  return {
    ...story,
    state: 'received',
    failures: 0,
    refusal: null,
    setAside: outcome.setAside,
    held: outcome.held,
    receipt: outcome.receipt ?? story.receipt,
    serial: outcome.serial ?? story.serial,
    receivedAt: story.receivedAt ?? now,
  };
}

const withdrawn = (story: KeptStory, now: number): KeptStory => ({
  ...withoutWords(story),
  state: 'withdrawn',
  takeBack: false,
  refusal: null,
  receivedAt: story.receivedAt ?? now,
});

function refused(
  story: KeptStory,
  errand: Errand,
  outcome: Outcome & { kind: 'refused' },
  now: number,
): KeptStory {
  if (errand === 'withdraw') return { ...story, takeBack: false, refusal: outcome.refusal };
  if (story.state !== 'waiting') return story;
  if (story.takeBack && outcome.status !== 409) return withdrawn(story, now); // it never was stored
  return { ...story, state: 'needs_look', takeBack: false, refusal: outcome.refusal };
}

/** What is still to be done for a story; null when nothing is. */
export function errandOf(story: KeptStory): Errand | null {
  if (story.state === 'waiting') return 'tell';
  return story.state === 'received' && story.takeBack ? 'withdraw' : null;
}

// A service that breaks over one act says little about the others; silence says much about the network.
const setback = 4;
const silence = 1;
const enough = 12;

/** How much a failed attempt counts against an act. */
export const costOf = ({ kind }: Outcome): number => (kind === 'no_answer' ? silence : setback);

/** Which round of attempts an act is in. */
export const turnOf = ({ failures }: { failures: number }): number => Math.floor(failures / enough);

/** The stories to send, in the order they were told; one that keeps failing lets the others go first. */
export function queue(stories: readonly KeptStory[]): KeptStory[] {
  return stories
    .filter((story) => errandOf(story) !== null)
    .sort((a, b) => turnOf(a) - turnOf(b) || a.order - b.order);
}

/** Milliseconds until the next try: at random between nothing and 1, 2, 4 … seconds, at most `cap`. */
export function pause(failures: number, cap: number, random: () => number): number {
  return random() * Math.min(cap, 1000 * 2 ** Math.min(failures, 10));
}

/** The true words for a story; `sending` is the id of the one under way. */
export function standing(story: KeptStory, sending: string | null): Standing {
  switch (story.state) {
    case 'needs_look':
    case 'withdrawn':
      return story.state;
    case 'received':
      return story.takeBack ? 'taking_back' : story.setAside ? 'set_aside' : 'received';
    case 'waiting':
      if (story.takeBack) return 'taking_back';
      if (story.id === sending) return 'sending';
      return story.tried ? 'waiting' : 'saved';
  }
}

const day = 24 * 3_600_000;

/** Whether the local copy has done its work: the service has had it for a day. */
export const outlived = (story: KeptStory, now: number): boolean =>
  (story.state === 'received' || story.state === 'withdrawn') &&
  !story.takeBack &&
  story.receivedAt !== null &&
  now - story.receivedAt > day;
