/** What a facilitator says of a workshop, as the form holds it while it is being written. */
import type { WorkshopCreate, WorkshopDetail } from '$/api/facilitator';
import type { Refused } from '$/api/client';

export type Ask = NonNullable<WorkshopCreate['asks']>[number];
export const asks = [
  'significance',
  'where',
  'when',
  'direction',
  'expected',
  'domain',
] as const satisfies Ask[];

export interface Given {
  title: string;
  focus_question: string;
  context: string;
  place: string;
  held_on: string;
  languages: string[];
  asks: Ask[];
  reveal: 'blind' | 'open';
}

export const emptyGiven = (question: string, language: string): Given => ({
  title: '',
  focus_question: question,
  context: '',
  place: '',
  held_on: '',
  languages: [language],
  asks: ['significance'],
  reveal: 'blind',
});

export const givenOf = (workshop: WorkshopDetail): Given => ({
  title: workshop.title,
  focus_question: workshop.focus_question,
  context: workshop.context,
  place: workshop.place,
  held_on: workshop.held_on ?? '',
  languages: [...workshop.languages],
  asks: [...workshop.asks],
  reveal: workshop.reveal,
});

/** A date that is empty is no date. */
export const asSent = (given: Given) => ({ ...given, held_on: given.held_on || null });

/** A refusal in one line: the field and what is wrong with it. */
export function refusal({ problem, message }: Refused): string {
  const first = problem.errors?.[0];
  return first ? `${first.pointer.replace(/^[/#]+/, '')}: ${first.detail}` : message;
}
