/** The scribe's desk: the sheet being typed, and every sheet typed here with where it really is. */

import { askingWith, type Ask } from '../api/ask';
import * as service from '../api/facilitator';
import * as acts from '../outbox/acts';
import { begun, lacks, type FieldName, type KeptStory, type Lack, type Seat } from '../outbox/phone_story';
import { newId } from '../outbox/ids';
import { onItsWay } from '../outbox/acts';
import { makeSender, type Sender } from '../outbox/sender';
import { openShelf, read, type Shelf } from '../outbox/shelf';
import { emptySheet, nextNumber, numberOf, sheetOf, tellSheet, type Sheet, type SheetDraft } from './sheet';

const longestPause = 10_000;

export class Scribe {
  form: Sheet = $state.raw(emptySheet('en', ''));
  stories = $state.raw<readonly KeptStory[]>([]);
  lacking = $state.raw<Partial<Record<FieldName, Lack>>>({});
  sending = $state.raw<string | null>(null);
  answered = $state.raw(true);
  lasting = $state.raw(true);
  loggedOut = $state.raw(false);
  /** What stands behind each number that was typed before, here or elsewhere. */
  typed = $state.raw<ReadonlyMap<number, string>>(new Map());

  readonly waiting = $derived(this.stories.filter(onItsWay).length);
  readonly before = $derived(this.typed.get(numberOf(this.form.sheet) ?? 0) ?? null);

  #shelf!: Shelf;
  #sender!: Sender;
  #seat: Seat;
  #draft?: SheetDraft;
  #there = new Map<number, string>();
  readonly #closed = new AbortController();

  constructor(
    readonly workshop: service.WorkshopDetail,
    readonly account: service.Account,
    private readonly firstSheet: number | null,
  ) {
    this.#seat = seatOf(workshop, account);
  }

  async open(): Promise<void> {
    this.#shelf = await openShelf(`storyharvest-scribe-${this.account.id}`);
    await acts.tidy(this.#shelf, Date.now());
    await this.#shelf.change(({ seats }) => void seats.set(this.#seat.key, this.#seat));
    this.#sender = makeSender(this.#shelf, this.#ask(), {
      now: Date.now,
      random: Math.random,
      longestPause: () => longestPause,
      later: (wait, run) => {
        const timer = setTimeout(run, wait);
        return () => clearTimeout(timer);
      },
      changed: () => void this.#look(),
    });
    await this.#lookThere();
    this.#take((await this.#leftOver()) ?? this.#fresh(this.firstSheet));
    await this.#look();
    void this.#sender.nudge();
    const { signal } = this.#closed;
    addEventListener('online', () => this.nudge(), { signal });
    document.addEventListener('visibilitychange', () => this.nudge(), { signal });
  }

  close(): void {
    this.#closed.abort();
    this.#sender.stop();
  }

  /** A login that ended is no refusal: stories wait until somebody has logged in again. */
  #ask(): Ask {
    const ask = askingWith('same-origin');
    return async (question) => {
      const reply = await ask(question);
      this.loggedOut = reply?.status === 401;
      return this.loggedOut ? null : reply;
    };
  }

  /** A key was pressed: what stands on the screen is on the shelf before the next one. */
  write(part: Partial<Sheet>): void {
    this.form = { ...this.form, ...part };
    const draft = this.#draft!;
    this.#draft = { ...draft, form: this.form, edits: draft.edits + 1 };
    if (Object.keys(this.lacking).length) this.lacking = lacks(this.form);
    void this.#shelf.keepDraft(this.#draft);
  }

  /** The sheet goes, the next one lies ready. False: something is missing, and `lacking` says what. */
  async send(): Promise<boolean> {
    this.lacking = lacks(this.form);
    if (Object.keys(this.lacking).length) return false;
    const draft = this.#draft!;
    this.#take(this.#fresh(null)); // a second tap finds nothing to send
    await this.#shelf.change((kept) => tellSheet(kept, draft));
    const left = await this.#leftOver();
    if (left && !begun(this.form)) this.#take(left);
    await this.#look();
    void this.#sender.nudge();
    return true;
  }

  #fresh(sheet: number | null): SheetDraft {
    const before = this.#draft && this.form;
    const last = numberOf(this.form.sheet);
    const known = new Set(last ? [...this.typed.keys(), last] : this.typed.keys());
    const next = sheet ?? nextNumber(last ?? Math.max(0, ...known), known);
    const numbered = sheet !== null || !before || before.sheet.trim() !== '';
    const form = emptySheet(this.workshop.languages[0] ?? 'en', numbered ? String(next) : '', before);
    return { seat: this.#seat.key, id: newId(), edits: 0, form };
  }

  /** A sheet that was begun here and neither sent nor cleared. */
  async #leftOver(): Promise<SheetDraft | undefined> {
    const { drafts } = await read(this.#shelf);
    return [...drafts.values()].find((draft) => draft.seat === this.#seat.key) as SheetDraft | undefined;
  }

  #take(draft: SheetDraft): void {
    this.#draft = draft;
    this.form = draft.form;
    this.lacking = {};
  }

  async edit(id: string): Promise<void> {
    const draft = await acts.takeUp(this.#shelf, id);
    if (!draft) return;
    if (begun(this.form)) await this.#shelf.keepDraft(this.#draft!);
    this.#take(draft as SheetDraft);
    await this.#look();
  }

  async sendAgain(id: string): Promise<void> {
    await acts.sendAgain(this.#shelf, id);
    await this.#look();
    this.nudge();
  }

  async takeBack(id: string): Promise<void> {
    await acts.takeBack(this.#shelf, id, Date.now());
    await this.#look();
    this.nudge();
  }

  /** Forget what has arrived: its words leave this machine, not the workshop. */
  async clear(): Promise<void> {
    await this.#shelf.change(({ stories }) => {
      for (const story of [...stories.values()])
        if (!onItsWay(story) && story.state !== 'needs_look') stories.delete(story.id);
    });
    await this.#lookThere();
    await this.#look();
  }

  nudge(): void {
    if (document.visibilityState === 'visible') void this.#sender.nudge();
  }

  async #look(): Promise<void> {
    const kept = await read(this.#shelf);
    this.lasting = this.#shelf.lasting();
    this.sending = this.#sender.sending();
    this.answered = this.#sender.answered();
    this.stories = [...kept.stories.values()]
      .filter((story) => story.seat === this.#seat.key)
      .sort((a, b) => b.order - a.order);
    const here = this.stories.flatMap((story) => {
      const number = sheetOf(story);
      return number && story.form ? [[number, story.form.headline] as const] : [];
    });
    this.typed = new Map([...this.#there, ...here]);
  }

  /** The numbers that others typed, or that were typed on another machine. */
  async #lookThere(): Promise<void> {
    const sheets = await service.sheetsTyped(this.workshop.id).catch(() => []);
    this.#there = new Map(sheets);
    this.typed = new Map([...this.#there, ...this.typed]);
  }
}

/** The scribe's place: the login speaks for it, no token does. */
function seatOf(workshop: service.WorkshopDetail, account: service.Account): Seat {
  const { id, title, focus_question, stage, languages, asks, domains } = workshop;
  return {
    key: `${account.id}:${id}`,
    code: workshop.join_code,
    token: '',
    joined: true,
    workshop: { id, title, focus_question, stage, languages, asks, domains, care_by: [] },
    language: languages[0] ?? 'en',
    usedAt: Date.now(),
    left: false,
  };
}
