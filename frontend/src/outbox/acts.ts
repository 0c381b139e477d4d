/** What a person does with what the phone keeps. Each act is one change of the shelf: it happens whole or not at all. */

import { newId, newToken } from './ids';
import {
  begun,
  emptyForm,
  told,
  withoutWords,
  type Draft,
  type Form,
  type KeptStory,
  type Seat,
} from './phone_story';
import { outlived } from './queue';
import type { Kept, Shelf } from './shelf';

export const normalCode = (typed: string): string => typed.replace(/[\s-]+/g, '').toUpperCase();

export function newSeat(code: string, language: string): Seat {
  const none = { joined: false, workshop: null, usedAt: 0, left: false };
  return { key: newId(), token: newToken(), code: normalCode(code), language, ...none };
}

export const newDraft = (seat: Seat, before?: Form): Draft => ({
  seat: seat.key,
  id: newId(),
  edits: 0,
  form: emptyForm(seat.language, before),
});

/** The draft becomes a story on its way; the same tap twice is one story. */
export function tell(shelf: Shelf, draft: Draft): Promise<KeptStory> {
  return shelf.change((kept) => {
    const order = Math.max(0, ...[...kept.stories.values()].map((story) => story.order)) + 1;
    let story = told(draft, order);
    const same = kept.stories.get(draft.id);
    if (same && (same.state === 'withdrawn' || same.body === story.body)) story = same;
    else if (same) story = told({ ...draft, id: newId() }, order); // another tab told this draft and went on writing
    kept.stories.set(story.id, story);
    kept.drafts.delete(draft.id);
    return story;
  });
}

/** Take a story back: at once when it never left the phone, else by asking the service when it can be reached. */
export function takeBack(shelf: Shelf, id: string, now: number): Promise<void> {
  return change(shelf, id, (story) =>
    story.state === 'waiting' && !story.tried
      ? { ...withoutWords(story), state: 'withdrawn', receivedAt: now }
      : { ...story, takeBack: true, refusal: null },
  );
}

/** Send a refused story once more, as it is. */
export function sendAgain(shelf: Shelf, id: string): Promise<void> {
  return change(shelf, id, (story) =>
    story.state === 'needs_look' ? { ...story, state: 'waiting', failures: 0, refusal: null } : story,
  );
}

function change(shelf: Shelf, id: string, edit: (story: KeptStory) => KeptStory): Promise<void> {
  return shelf.change(({ stories }) => {
    const story = stories.get(id);
    if (story) stories.set(id, edit(story));
  });
}

/** Make a refused story a draft again, under a new id: the old one may mean something else to the service. */
export function takeUp(shelf: Shelf, id: string): Promise<Draft | null> {
  return shelf.change(({ stories, drafts }) => {
    const story = stories.get(id);
    if (story?.state !== 'needs_look' || !story.form) return null;
    const draft: Draft = { seat: story.seat, id: newId(), edits: 1, form: story.form };
    drafts.set(draft.id, draft);
    stories.delete(id);
    return draft;
  });
}

/** Drop a refused story for good. */
export function erase(shelf: Shelf, id: string): Promise<void> {
  return shelf.change(({ stories }) => void (stories.get(id)?.state === 'needs_look' && stories.delete(id)));
}

/** The person goes: their words leave the phone, but for stories that still wait to be sent. */
export function leave(shelf: Shelf, seatKey: string): Promise<void> {
  return shelf.change((kept) => {
    for (const draft of [...kept.drafts.values()]) if (draft.seat === seatKey) kept.drafts.delete(draft.id);
    for (const story of [...kept.stories.values()])
      if (story.seat === seatKey && !onItsWay(story)) kept.stories.delete(story.id);
    const seat = kept.seats.get(seatKey);
    if (seat) kept.seats.set(seatKey, { ...seat, left: true });
    dropEmptySeats(kept);
  });
}

export const onItsWay = (story: KeptStory): boolean => story.state === 'waiting' || story.takeBack;

/** Clear what has served its time, and drafts that were told already; `open` is the one on the screen. */
export function tidy(shelf: Shelf, now: number, open?: string): Promise<void> {
  return shelf.change((kept) => {
    for (const story of [...kept.stories.values()]) {
      const leftBehind =
        kept.seats.get(story.seat)?.left && (story.state === 'received' || story.state === 'withdrawn');
      if (outlived(story, now) || (leftBehind && !story.takeBack)) kept.stories.delete(story.id);
    }
    for (const draft of [...kept.drafts.values()])
      if (kept.stories.has(draft.id) || (!begun(draft.form) && draft.id !== open))
        kept.drafts.delete(draft.id);
    dropEmptySeats(kept);
  });
}

function dropEmptySeats({ seats, stories }: Kept): void {
  const busy = new Set([...stories.values()].map((story) => story.seat));
  for (const seat of [...seats.values()]) if (seat.left && !busy.has(seat.key)) seats.delete(seat.key);
}

/** The service tells where a story of ours stands now. */
export function heardOf(
  stories: Map<string, KeptStory>,
  { id, state }: { id: string; state: string },
  now: number,
): void {
  const story = stories.get(id);
  if (!story || story.state === 'withdrawn') return;
  if (state === 'withdrawn')
    stories.set(id, { ...withoutWords(story), state, takeBack: false, receivedAt: now });
  else if (story.state === 'received')
    stories.set(id, { ...story, setAside: state === 'set_aside', held: state === 'submitted' });
}
