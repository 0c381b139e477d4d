/** The page's state: whose turn it is on this phone, what they write, and where their stories are. */

import { ask } from '../api/ask';
import { bestTongue, remember, type Tongue } from '../words/speech.svelte';
import { said } from '../words/join';
import * as acts from '../outbox/acts';
import { forgetLastWords, makeAutosave, recover } from '../outbox/autosave';
import {
  begun,
  emptyForm,
  lacks,
  type Draft,
  type FieldName,
  type Form,
  type KeptStory,
  type Lack,
  type Seat,
  type Workshop,
} from '../outbox/phone_story';
import { onItsWay } from '../outbox/acts';
import { codeInAddress, offeredWith } from './address';
import { pause } from '../outbox/queue';
import { join, makeSender, type Sender } from '../outbox/sender';
import { memoryShelf, openShelf, read, type Kept, type Shelf } from '../outbox/shelf';

export type Screen = 'starting' | 'code' | 'joining' | 'write' | 'mine' | 'finished';
export type Joining = 'trying' | 'no_answer' | 'busy' | 'wrong';

const shortPause = 10_000;
const longPause = 30_000;
const lookAgain = 60_000;
const afterFirstKeys = 1500;

/** What the screen shows, apart from the words being written. */
export interface View {
  screen: Screen;
  joining: Joining;
  code: string;
  seat: Seat | null;
  lacking: Partial<Record<FieldName, Lack>>;
  stories: readonly KeptStory[];
  drafts: readonly Draft[];
  /** Stories of those who had this phone before, not yet sent. */
  fromBefore: readonly KeptStory[];
  sending: string | null;
  answered: boolean;
  lasting: boolean;
  /** The words on the screen are on the shelf, too. */
  safe: boolean;
  /** What the live region says. */
  said: string;
}

const atFirst: View = {
  screen: 'starting',
  joining: 'trying',
  code: '',
  seat: null,
  lacking: {},
  stories: [],
  drafts: [],
  fromBefore: [],
  sending: null,
  answered: true,
  lasting: true,
  safe: true,
  said: '',
};

class Phone {
  now = $state.raw(atFirst);
  form = $state.raw<Form>(emptyForm('en'));

  private shelf: Shelf = memoryShelf();
  private sender!: Sender;
  private keeper = makeAutosave(
    this.shelf,
    () => null,
    () => {},
  );
  private draft: Draft | null = null;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private failures = 0;

  private set(part: Partial<View>): void {
    this.now = { ...this.now, ...part };
  }

  get workshop(): Workshop | null {
    return this.now.seat?.workshop ?? null;
  }

  async start(): Promise<void> {
    this.shelf = await openShelf();
    this.keeper = makeAutosave(
      this.shelf,
      () => this.onScreen(),
      (edits) => this.set({ safe: edits === this.draft?.edits }),
    );
    this.sender = makeSender(this.shelf, ask, {
      now: Date.now,
      random: Math.random,
      longestPause: () => (document.visibilityState === 'visible' ? shortPause : longPause),
      later: (wait, run) => {
        const timer = setTimeout(run, wait);
        return () => clearTimeout(timer);
      },
      changed: () => void this.look(),
    });
    await recover(this.shelf);
    this.listen();
    await this.arrive();
    await acts.tidy(this.shelf, Date.now(), this.draft?.id);
    void this.sender.nudge();
  }

  /** The address names a workshop, or the phone remembers where it was, or somebody types a code. */
  private async arrive(): Promise<void> {
    const { seats } = await read(this.shelf);
    const code = codeInAddress();
    const here = [...seats.values()]
      .filter((seat) => !seat.left && (!code || seat.code === code))
      .sort((a, b) => a.usedAt - b.usedAt)
      .pop();
    if (here?.workshop) return here.joined ? this.enter(here) : this.sitDown(here);
    if (!here && !code) return this.set({ screen: 'code' });
    const seat = here ?? acts.newSeat(code!, said.tag);
    const workshop = offeredWith(seat.code);
    return workshop ? this.sitDown({ ...seat, workshop }) : this.tryJoining(seat);
  }

  /** Write at once in a workshop that is known already; the service hears of the seat meanwhile. */
  private async sitDown(seat: Seat): Promise<void> {
    await this.enter(seat);
    setTimeout(() => void join(this.shelf, ask, seat).then(() => this.look()), afterFirstKeys);
  }

  submitCode(code: string): Promise<void> {
    return this.tryJoining(acts.newSeat(code, said.tag));
  }

  /** Join, and keep trying. */
  private async tryJoining(seat: Seat): Promise<void> {
    this.set({ seat, code: seat.code, joining: 'trying', screen: 'joining' });
    await this.shelf.change(({ seats }) => void seats.set(seat.key, seat));
    const joined = await join(this.shelf, ask, seat);
    if (this.now.screen !== 'joining' || this.now.seat?.key !== seat.key) return;
    if (!('kind' in joined)) return this.enter(joined, true);
    if (joined.kind === 'refused') return this.turnedAway(seat);
    this.set({ joining: joined.kind === 'later' ? 'busy' : 'no_answer' });
    const least = joined.kind === 'later' ? joined.seconds * 1000 : 500;
    const wait = Math.max(least, pause(++this.failures, shortPause, Math.random));
    this.retry = setTimeout(() => void this.retryJoining(), wait);
  }

  async retryJoining(): Promise<void> {
    clearTimeout(this.retry);
    const { screen, seat, joining } = this.now;
    if (screen === 'joining' && seat && joining !== 'trying') await this.tryJoining({ ...seat });
  }

  private async turnedAway(seat: Seat): Promise<void> {
    await acts.leave(this.shelf, seat.key);
    this.set({ joining: 'wrong', screen: 'code' });
  }

  otherCode(): void {
    clearTimeout(this.retry);
    const { seat } = this.now;
    if (seat && !seat.workshop) void acts.leave(this.shelf, seat.key);
    this.set({ seat: null, code: '', joining: 'trying', screen: 'code' });
  }

  /** Each look at the shelf is time before the first key, so one does for all. */
  private async enter(seat: Seat, justJoined = false): Promise<void> {
    this.failures = 0;
    this.set({ seat });
    await said.speak(bestTongue(seat.workshop!.languages));
    const kept = await this.shelf.change((kept) => {
      kept.seats.set(seat.key, { ...(kept.seats.get(seat.key) ?? seat), usedAt: Date.now() });
      return kept;
    });
    const mine = (thing: { seat: string }) => thing.seat === seat.key;
    const untold = (draft: Draft) => mine(draft) && !kept.stories.has(draft.id);
    const draft = newest([...kept.drafts.values()].filter(untold));
    const stories = [...kept.stories.values()].filter(mine);
    this.open(draft ?? acts.newDraft({ ...seat, language: said.tag }));
    this.take(kept);
    const before = (history.state as { screen?: Screen } | null)?.screen;
    // a page that was reloaded between the tap on send and the next screen still says 'write'; its story is in the outbox
    this.show(stories.length && !draft ? 'mine' : (before ?? 'write'), 'replace');
    if (!justJoined) void this.refreshFromService();
    void this.sender?.nudge();
  }

  /** Show a screen, so that the phone's back key leads to the one before. */
  go(screen: 'write' | 'mine'): void {
    void this.keeper.keep();
    if (screen === this.now.screen) return;
    this.show(screen, 'push');
    if (screen === 'mine') void this.refreshFromService();
  }

  private show(screen: Screen, how: 'push' | 'replace'): void {
    const { seat } = this.now;
    this.set({ screen });
    const address = seat?.workshop ? `/j/${seat.code}` : '/join';
    if (how === 'push') history.pushState({ screen }, '', address);
    else history.replaceState({ screen }, '', address);
  }

  // Writing

  private open(draft: Draft): void {
    this.draft = draft;
    this.form = draft.form;
    this.keeper.begin(draft.edits);
    this.set({ lacking: {}, safe: true });
  }

  /** The draft as it stands on the screen, with how often it was touched. */
  private onScreen(): Draft | null {
    return this.draft && { ...this.draft, form: this.form };
  }

  /** A key was pressed or a choice made. */
  write(part: Partial<Form>): void {
    if (!this.draft) return;
    this.form = { ...this.form, ...part };
    this.draft = { ...this.draft, edits: this.draft.edits + 1 };
    const lacking = Object.keys(this.now.lacking).length ? lacks(this.form) : this.now.lacking;
    this.set({ safe: false, lacking });
    this.keeper.touched();
  }

  /** True when the story is on its way; else `lacking` says what to mend. */
  async send(): Promise<boolean> {
    const lacking = lacks(this.form);
    this.set({ lacking });
    const draft = this.onScreen();
    const { seat } = this.now;
    if (Object.keys(lacking).length || !draft || !seat) return false;
    this.draft = null; // from here on it is a story: a second tap finds nothing to send, a late save nothing to keep
    await acts.tell(this.shelf, draft);
    forgetLastWords();
    this.open(acts.newDraft(seat, draft.form));
    await this.look();
    this.go('mine');
    void this.sender.nudge();
    return true;
  }

  private async changeSeat(seat: Seat, part: Partial<Seat>): Promise<void> {
    const changed = await this.shelf.change(({ seats }) => {
      const now = { ...(seats.get(seat.key) ?? seat), ...part };
      seats.set(seat.key, now);
      return now;
    });
    if (this.now.seat?.key === seat.key) this.set({ seat: changed });
  }

  async clear(): Promise<void> {
    const id = this.draft!.id;
    this.open(acts.newDraft(this.now.seat!, this.form));
    forgetLastWords();
    await this.shelf.change(({ drafts }) => void drafts.delete(id));
    await this.look();
  }

  async another(): Promise<void> {
    if (begun(this.form)) await this.keeper.keep();
    this.go('write');
  }

  async resume(draft: Draft): Promise<void> {
    await this.keeper.keep();
    this.open(draft);
    await this.look();
    this.go('write');
  }

  // Stories told

  async edit(id: string): Promise<void> {
    await this.keeper.keep();
    const draft = await acts.takeUp(this.shelf, id);
    if (draft) await this.resume(draft);
  }

  async sendAgain(id: string): Promise<void> {
    await acts.sendAgain(this.shelf, id);
    await this.look();
    void this.sender.nudge();
  }

  async takeBack(id: string): Promise<void> {
    await acts.takeBack(this.shelf, id, Date.now());
    await this.look();
    void this.sender.nudge();
  }

  async erase(id: string): Promise<void> {
    await acts.erase(this.shelf, id);
    await this.look();
  }

  nudge(): void {
    void this.sender.nudge();
  }

  // Passing the phone on

  /** The next person gets a new seat in the same workshop, even where there is no connection right now. */
  async nextPerson(): Promise<void> {
    const { code, workshop, key } = this.now.seat!;
    await this.wipe(key);
    const next: Seat = { ...acts.newSeat(code, said.tag), workshop };
    history.replaceState(null, '', `/j/${code}`);
    await this.sitDown(next);
  }

  async finish(): Promise<void> {
    await this.wipe(this.now.seat!.key);
    this.set({ seat: null, code: '', screen: 'finished' });
    this.show('finished', 'replace');
    await this.look();
    void this.sender.nudge();
  }

  private async wipe(key: string): Promise<void> {
    this.draft = null;
    this.keeper.begin(0);
    this.form = emptyForm(said.tag);
    forgetLastWords();
    await acts.leave(this.shelf, key);
  }

  // What happens by itself

  /** Read the shelf anew; another page of this phone may have changed it. */
  private async look(): Promise<void> {
    this.take(await read(this.shelf));
  }

  private take(kept: Kept): void {
    const all = [...kept.stories.values()].sort((a, b) => b.order - a.order);
    const mine = (thing: { seat: string }) => thing.seat === this.now.seat?.key;
    this.set({
      seat: kept.seats.get(this.now.seat?.key ?? '') ?? this.now.seat,
      lasting: this.shelf.lasting(),
      sending: this.sender.sending(),
      answered: this.sender.answered(),
      stories: all.filter(mine),
      fromBefore: all.filter((story) => !mine(story) && (onItsWay(story) || story.state === 'needs_look')),
      drafts: [...kept.drafts.values()].filter(
        (draft) =>
          mine(draft) && draft.id !== this.draft?.id && !kept.stories.has(draft.id) && begun(draft.form),
      ),
    });
    this.follow(kept);
  }

  /** Another page of this phone told our draft, or wrote on: unless something was typed here since, go with it. */
  private follow(kept: Kept): void {
    const { seat, safe } = this.now;
    if (!this.draft || !seat || !safe) return;
    const { id, edits } = this.draft;
    const there = kept.drafts.get(id);
    if (there && there.edits > edits) this.open(there);
    else if (kept.stories.has(id)) this.open(acts.newDraft(seat, this.form));
  }

  /** Where the workshop stands, and what became of the stories that arrived. */
  private async refreshFromService(): Promise<void> {
    const { seat } = this.now;
    if (!seat?.joined) return;
    const [place, list] = await Promise.all([
      ask({ method: 'GET', path: '/seat', token: seat.token }),
      ask({ method: 'GET', path: `/workshops/${seat.workshop!.id}/stories?limit=500`, token: seat.token }),
    ]);
    if (this.now.seat?.key !== seat.key) return;
    const workshop = (place?.data as { workshop?: Workshop } | undefined)?.workshop;
    if (place?.status === 200 && workshop?.id) await this.changeSeat(seat, { workshop });
    const items = (list?.data as { items?: { id: string; state: string }[] } | undefined)?.items;
    if (list?.status !== 200 || !items) return;
    await this.shelf.change(({ stories }) =>
      items.forEach((item) => acts.heardOf(stories, item, Date.now())),
    );
    await this.look();
  }

  private listen(): void {
    const awake = () => {
      void this.sender.nudge();
      void this.refreshFromService();
      void this.look();
      void this.retryJoining();
    };
    addEventListener('online', awake);
    addEventListener('pageshow', (event) => event.persisted && awake());
    addEventListener('pagehide', () => this.keeper.lastCall());
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden') this.keeper.lastCall();
      else awake();
    });
    addEventListener('popstate', (event) => {
      const screen = (event.state as { screen?: Screen } | null)?.screen;
      if (this.now.seat?.workshop && (screen === 'write' || screen === 'mine')) this.set({ screen });
    });
    setInterval(() => {
      if (document.visibilityState === 'visible' && this.now.screen === 'mine')
        void this.refreshFromService();
    }, lookAgain);
  }

  async speak(tag: Tongue): Promise<void> {
    remember(tag);
    await said.speak(tag);
    if (!begun(this.form)) this.form = { ...this.form, language: tag };
  }

  say(text: string): void {
    this.set({ said: this.now.said === text ? `${text}\u00a0` : text });
  }
}

const newest = (drafts: Draft[]): Draft | undefined => drafts.sort((a, b) => a.edits - b.edits).pop();

export const phone = new Phone();
