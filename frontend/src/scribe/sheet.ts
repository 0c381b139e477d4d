/** A paper sheet on its way into the workshop: what a scribe types, and what is sent of it. */

import { emptyForm, told, type Draft, type Form, type KeptStory } from '../outbox/phone_story';
import type { Kept } from '../outbox/shelf';

/** How the story reached the scribe. */
export const modes = ['paper', 'interview'] as const;
export type Mode = (typeof modes)[number];

/** A form with what only paper has. `sheet` is the number as typed. */
export interface Sheet extends Form {
  sheet: string;
  mode: Mode;
  readBack: boolean;
}

export interface SheetDraft extends Draft {
  form: Sheet;
}

/** The next empty sheet. What its teller agrees to is asked anew for each: one person's yes is not another's. */
export function emptySheet(language: string, sheet: string, before?: Sheet): Sheet {
  const form = emptyForm(before?.language ?? language);
  return { ...form, sheet, mode: before?.mode ?? 'paper', readBack: false };
}

/** The number on a sheet; null where none is written, or nothing that counts. */
export function numberOf(typed: string): number | null {
  const found = /^\s*0*([1-9]\d{0,4})\s*$/.exec(typed);
  return found ? Number(found[1]) : null;
}

/** The first number after `last` that no sheet has yet. */
export function nextNumber(last: number, taken: ReadonlySet<number>): number {
  let next = last + 1;
  while (taken.has(next)) next++;
  return next;
}

/** The sheet as a story of this scribe, ready to be sent. */
export function toldSheet(draft: SheetDraft, order: number): KeptStory {
  const { mode, sheet, readBack, nameUse, name } = draft.form;
  const story = told(draft, order);
  const more = {
    capture_mode: mode,
    sheet_no: numberOf(sheet),
    read_back: readBack,
    teller_name: nameUse === 'anonymous' ? '' : name.trim(),
  };
  return { ...story, body: JSON.stringify({ ...(JSON.parse(story.body) as object), ...more }) };
}

/** The draft becomes a story on its way, whole or not at all. */
export function tellSheet(kept: Kept, draft: SheetDraft): void {
  const last = Math.max(0, ...[...kept.stories.values()].map((story) => story.order));
  if (!kept.stories.has(draft.id)) kept.stories.set(draft.id, toldSheet(draft, last + 1));
  kept.drafts.delete(draft.id);
}

/** The number that a story was typed under. */
export const sheetOf = (story: KeptStory): number | null =>
  story.form ? numberOf((story.form as Sheet).sheet) : null;
