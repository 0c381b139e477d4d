/** Keeps the draft: at every pause in writing, at least once a second, and when the page is hidden or closed. */

import { begun, type Draft } from './phone_story';
import type { Kept, Shelf } from './shelf';

const lastWords = 'storyharvest.lastWords';
const breath = 250;
const longestGap = 1000;

/** `draft` answers with what stands on the screen; `kept` is told the number of edits that are safe now. */
export function makeAutosave(shelf: Shelf, draft: () => Draft | null, kept: (edits: number) => void) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let since = 0;
  let safe = 0;

  async function keep(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const now = draft();
    if (!now || now.edits === safe) return;
    await shelf.keepDraft(now);
    safe = now.edits;
    kept(safe);
  }

  return {
    /** Another draft is on the screen, with this many edits already safe. */
    begin(edits: number) {
      clearTimeout(timer);
      timer = undefined;
      safe = edits;
      kept(safe);
    },
    /** A key was pressed. */
    touched() {
      if (timer === undefined) since = Date.now();
      clearTimeout(timer);
      const wait = Math.min(breath, Math.max(0, since + longestGap - Date.now()));
      timer = setTimeout(() => void keep(), wait);
    },
    keep,
    /** The page may be gone in a moment: write where writing does not need one. */
    lastCall() {
      const now = draft();
      if (!now || now.edits === safe) return;
      try {
        localStorage.setItem(lastWords, JSON.stringify(now));
      } catch {
        // then the shelf alone must do
      }
      void keep();
    },
  };
}

/** Put what a closing page wrote in haste back among the drafts, where it is the newest copy of one not yet told. */
export async function recover(shelf: Shelf): Promise<void> {
  const hasty = readLastWords();
  if (hasty) await shelf.change((kept) => takeIn(kept, hasty));
  forgetLastWords();
}

export function takeIn(kept: Kept, hasty: Draft): void {
  const seat = kept.seats.get(hasty.seat);
  const older = kept.drafts.get(hasty.id);
  if (!seat || seat.left || kept.stories.has(hasty.id) || !begun(hasty.form)) return;
  if (!older || older.edits < hasty.edits) kept.drafts.set(hasty.id, hasty);
}

function readLastWords(): Draft | null {
  try {
    return JSON.parse(localStorage.getItem(lastWords) ?? 'null') as Draft | null;
  } catch {
    return null;
  }
}

export function forgetLastWords(): void {
  try {
    localStorage.removeItem(lastWords);
  } catch {
    // nothing was there
  }
}
