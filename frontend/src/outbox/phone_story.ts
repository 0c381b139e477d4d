/** What this phone keeps: its seats, a draft for each, and stories until a day after they arrived. */

import type { Shape } from '../api/client';

export type Workshop = Shape<'WorkshopForSeat'>;
export type Scope = Shape<'ConsentGiven'>['scope'] & string;
export type NameUse = Shape<'ConsentGiven'>['name_use'] & string;
export type Direction = Shape<'StoryCreate'>['direction'] & string;
export type Expected = Shape<'StoryCreate'>['expected'] & string;
export type Care = Shape<'StoryCreate'>['care'] & string;

/** A place in a workshop. Its id and token are minted here, so that joining again, after a lost answer, is the same seat. */
export interface Seat {
  key: string;
  code: string;
  token: string;
  /** The service has said yes to this seat. */
  joined: boolean;
  workshop: Workshop | null;
  language: string;
  /** When somebody last opened it, by this phone's clock. */
  usedAt: number;
  /** The phone went on to the next person; what is left of this one only waits to be sent. */
  left: boolean;
}

/** What stands in the form. */
export interface Form {
  headline: string;
  notes: [string, string];
  significance: string;
  where: string;
  from: string;
  to: string;
  direction: Direction;
  expected: Expected;
  domain: string;
  language: string;
  thirdParty: boolean;
  scope: Scope;
  nameUse: NameUse;
  /** The name to use, where `nameUse` wants one. */
  name: string;
  /** Somebody wants to talk, or may be at risk: then those alone read it who take care. */
  care: Care;
  careContact: string;
}

/** A story being written. It has its id from the first key on; `edits` tells the newer of two copies. */
export interface Draft {
  seat: string;
  id: string;
  edits: number;
  form: Form;
}

export type State = 'waiting' | 'received' | 'needs_look' | 'withdrawn';

/** Why the service did not take a story: its code for it, and the fields it finds fault with. */
export interface Refusal {
  code: string;
  fields: string[];
}

/** A story told on this phone. `body` is what is sent, each time the same, until it is known to have arrived. */
export interface KeptStory {
  id: string;
  seat: string;
  order: number;
  state: State;
  form: Form | null;
  body: string;
  /** Sent at least once: it may have arrived although no answer did. */
  tried: boolean;
  failures: number;
  takeBack: boolean;
  setAside: boolean;
  /** The service has it, and a steward reads it before others do. */
  held: boolean;
  receipt: string | null;
  serial: number | null;
  receivedAt: number | null;
  refusal: Refusal | null;
}

export const longest = { headline: 160, note: 1000, line: 160 } as const;

/** A new form; who may read, and under which name, is not asked twice on one phone. */
export function emptyForm(language: string, before?: Form): Form {
  return {
    headline: '',
    notes: ['', ''],
    significance: '',
    where: '',
    from: '',
    to: '',
    direction: 'not_said',
    expected: 'not_said',
    domain: '',
    language: before?.language ?? language,
    thirdParty: false,
    scope: before?.scope ?? 'workshop',
    nameUse: before?.nameUse ?? 'anonymous',
    name: before?.name ?? '',
    care: 'no',
    careContact: '',
  };
}

/** Whether anybody wrote anything; choices alone are not yet a story. */
export const begun = (form: Form): boolean =>
  [form.headline, ...form.notes, form.significance, form.where].some((text) => text.trim() !== '');

/** Letters as the service counts them, so that an emoji is one. */
export const letters = (text: string): number => [...text.trim()].length;

export type FieldName = 'headline' | 'note0' | 'note1' | 'significance' | 'where' | 'to' | 'name';
export type Lack = 'empty' | 'long' | 'backwards';

/** What must be mended before this form can be a story; empty when nothing. */
export function lacks(form: Form): Partial<Record<FieldName, Lack>> {
  const found: Partial<Record<FieldName, Lack>> = {};
  const limits: [FieldName, string, number][] = [
    ['headline', form.headline, longest.headline],
    ['note0', form.notes[0], longest.note],
    ['note1', form.notes[1], longest.note],
    ['significance', form.significance, longest.note],
    ['where', form.where, longest.line],
    ['name', form.name, longest.line],
  ];
  for (const [field, text, limit] of limits) if (letters(text) > limit) found[field] = 'long';
  if (!letters(form.headline)) found.headline = 'empty';
  if (form.nameUse !== 'anonymous' && !letters(form.name)) found.name = 'empty';
  if (form.from && form.to && form.to < form.from) found.to = 'backwards';
  return found;
}

/** The text as a database can keep it: no NUL, no half of a pair. */
const clean = (text: string): string =>
  text
    .replace(/[\uD800-\uDBFF][\uDC00-\uDFFF]|[\uD800-\uDFFF]/g, (found) =>
      found.length === 2 ? found : '\uFFFD',
    )
    .replace(/\0/g, '')
    .trim();

/** A form turned into a story of this seat, ready to be sent. */
export function told(draft: Draft, order: number): KeptStory {
  const { form, id, seat } = draft;
  return {
    id,
    seat,
    order,
    state: 'waiting',
    form,
    body: JSON.stringify(bodyOf(id, form)),
    tried: false,
    failures: 0,
    takeBack: false,
    setAside: false,
    held: false,
    receipt: null,
    serial: null,
    receivedAt: null,
    refusal: null,
  };
}

function bodyOf(id: string, form: Form): Shape<'StoryCreate'> {
  return {
    id,
    headline: clean(form.headline),
    notes: form.notes.map(clean).filter(Boolean),
    significance: clean(form.significance),
    happened_where: clean(form.where),
    happened_from: form.from || null,
    happened_to: form.to || null,
    contribution: '',
    direction: form.direction,
    expected: form.expected,
    teller_domain_id: form.domain || null,
    language: form.language,
    capture_mode: 'self',
    read_back: false,
    teller_name: form.nameUse === 'anonymous' ? '' : clean(form.name),
    third_party_named: form.thirdParty,
    care: form.care,
    care_contact: form.care === 'no' ? '' : clean(form.careContact),
    consent: { scope: form.scope, name_use: form.nameUse },
  };
}

export const withoutWords = (story: KeptStory): KeptStory => ({ ...story, form: null, body: '' });

/** A receipt code as people copy it by hand: in groups of four. */
export const inFours = (code: string): string => code.replace(/(.{4})(?=.)/g, '$1 ');
