/** One facilitator at one board: what they look at, what they chose, what they can do. Views draw it and call it. */
import { tick } from 'svelte';
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import * as service from '$/api/facilitator';
import { Refused } from '$/api/client';
import { listen, type Connection, type Hold } from '$/api/live';
import type { Command, Stage, Wanted, WorkshopDetail } from '$/api/facilitator';
import { drawn } from '$/parts/drawn';
import { w } from '$/words/board';
import { lane, themeOf, themeOfStory, type Board, type Story } from './board';
import { Grouping } from './grouping.svelte';
import { kept } from '$/parts/preferences';
import type { OwnKeys } from './keys';
import { Meaning } from './meaning.svelte';
import { Notices } from './notices.svelte';
import { Outcomes } from './outcomes';
import { Past } from './history.svelte';
import type { Decision, Port, Side } from './port';
import type { Because, Question } from './question';
import { callThem, joined } from './sentences';
import { matching } from './search';
import { BoardStore } from './store.svelte';
import { focusAfter } from './focus';
import { Wall } from './wall';

export type View = 'lanes' | 'list' | 'map';

/** The same press again so soon was meant for what stood there before. */
const pressedTwice = 400;

export class Desk implements Port {
  readonly account: service.Account;
  readonly notices = new Notices();
  readonly store: BoardStore;
  readonly grouping: Grouping = new Grouping(this);
  readonly meaning: Meaning = new Meaning(this);
  readonly past: Past = new Past(this);
  readonly wall: Wall = new Wall(this);

  workshop = $state.raw<WorkshopDetail>() as WorkshopDetail;
  connection = $state<Connection>('reconnecting');
  /** When the board was last in step with the service, while it is not. */
  inStepUntil = $state<string | null>(null);
  view = $state<View>(kept('view', 'lanes'));
  side = $state<Side>(null);
  question = $state.raw<Question | null>(null);
  showKeys = $state(false);
  askReasons = $state(false);
  /** For whom the next steps are: stays until it is changed. */
  actingFor = $state<Command['acting_for']>('self');
  singles = $state<boolean>(kept('singles', true));
  ownKeys = $state.raw<OwnKeys>(kept('keys', {}));
  search = $state('');
  failed = $state.raw<Refused | null>(null);

  /** The story that has the focus, or had it last; and those that were ticked. */
  focusId = $state<string | null>(null);
  readonly selected = new SvelteSet<string>();
  readonly folded = new SvelteSet<string>();
  /** Stories that other facilitators have in hand, and whose hand it is. */
  readonly heldBy = new SvelteMap<string, string>();

  readonly board: Board = $derived.by(() => this.past.shown?.board ?? this.store.board);
  readonly readOnly: boolean = $derived.by(() => this.past.shown !== null || this.board.stage === 'closed');
  /* Each of these steps down to what it needs, so that a move of one story wakes nothing but its two lanes. */
  readonly #discussFirst: readonly string[] = $derived.by(() => this.board.discussFirst);
  readonly discussFirst: ReadonlySet<string> = $derived(new Set(this.#discussFirst));
  /** Stories that the open suggestion speaks of, lit on the board while the suggestions are open. */
  readonly #litIds: readonly string[] | undefined = $derived(
    this.side === 'suggestions' && !this.past.shown ? this.grouping.suggestion?.story_ids : undefined,
  );
  readonly lit: ReadonlySet<string> = $derived(new Set(this.#litIds));
  readonly found: ReadonlySet<string> | null = $derived.by(
    () => this.meaning.found ?? matching(this.board, this.search),
  );
  readonly focused: Story | undefined = $derived.by(() => this.board.stories.get(this.focusId ?? ''));

  readonly #outcomes = new Outcomes(this);
  #stop: (() => void) | undefined;
  #asleepSince = 0;

  constructor(workshop: WorkshopDetail, account: service.Account) {
    this.workshop = workshop;
    this.account = account;
    this.store = new BoardStore(
      {
        board: () => service.board(workshop.id),
        send: (seq, commands, opId) => drawn().then(() => service.send(workshop.id, seq, commands, opId)),
      },
      this.#outcomes,
    );
  }

  /** Take the board that was asked for and follow it until `close`. */
  async open(asked: Promise<service.BoardRead>): Promise<void> {
    this.failed = null;
    await this.store.ask(asked);
    if (!this.store.loaded) return;
    this.#stop?.();
    this.#stop = listen(this.workshop.id, this.store.confirmed.seq, {
      change: (event) => this.#follow(event),
      run: (progress) => this.grouping.told(progress),
      hold: (hold) => this.#heldByOther(hold),
      reset: () => void this.store.ask(),
      connection: (state) => this.connected(state),
    });
    this.focusId ??= this.board.notPlaced[0] ?? this.board.themes[0]?.storyIds[0] ?? null;
    const run = this.board.run;
    if (run?.state === 'queued' || run?.state === 'running') void this.grouping.watch(run.id);
    else if (this.grouping.suggestions.length && innerWidth > 960) this.side = 'suggestions';
  }

  connected(state: Connection): void {
    if (state === 'live') this.inStepUntil = null;
    else if (this.connection === 'live') this.inStepUntil = new Date().toISOString();
    this.connection = state;
  }

  close(): void {
    this.#stop?.();
  }

  /** A laptop that slept asks for the board at once instead of waiting for the stream to notice. */
  seen(visible: boolean): void {
    if (!visible) this.#asleepSince = Date.now();
    else if (Date.now() - this.#asleepSince > 15_000) void this.store.ask();
  }

  #follow(event: service.ChangeEvent): void {
    this.store.follow(event);
    this.past.add(event);
    const stage = event.stage;
    if (stage !== this.workshop.stage) this.workshop = { ...this.workshop, stage };
    this.#hear(event);
  }

  /** Say what others do. The machine's suggestions are told of when they are there. */
  #hear({ actor, actor_name, action, after }: service.ChangeEvent): void {
    if (actor === 'machine' || actor.endsWith(this.account.id)) return;
    if (action === 'tell' && !joined(after)) return; // it is held; whoever is to know is told that it waits
    if (action === 'tell') this.notices.othersDid('', (_, n) => w.said.arrived(n));
    else this.notices.othersDid(callThem(actor, actor_name), w.said.others);
  }

  // ---- Doing ------------------------------------------------------------------------------------------------------

  /** Send commands, with the reason that goes with them; asks for one first where the room wants reasons. */
  do(commands: readonly Wanted[], because?: Because): void {
    if (this.readOnly) return;
    if (!because && this.askReasons) {
      this.question = {
        title: w.ask.reasonTitle,
        submit: w.ask.reasonDo,
        reason: 'optional',
        answered: (given) => this.do(commands, given.because),
      };
      return;
    }
    const sent = commands.map(
      (command) => ({ acting_for: this.actingFor, ...command, ...because }) as Command,
    );
    const next = focusAfter(this, sent);
    void this.store.run(sent);
    if (next) void this.focus(next);
  }

  #decided: Decision | null = null;
  #decidedAt = 0;

  /** Whether the same was decided a moment ago, so that this press is the second half of a double one; says so then.
   *  Another decision is never taken for one. */
  pressedTwice(decision: Decision): boolean {
    const soon = performance.now() - this.#decidedAt < pressedTwice;
    const twice = soon && decision === this.#decided;
    this.#decided = decision;
    this.#decidedAt = performance.now();
    if (twice) this.notices.say(w.said.pressedTwice);
    return twice;
  }

  undo(): void {
    void this.store.run([{ type: 'undo', acting_for: 'self' }]);
  }

  redo(): void {
    void this.store.run([{ type: 'redo', acting_for: 'self' }]);
  }

  /** The stories that a command is about: those ticked, or the one in focus. */
  get chosen(): readonly string[] {
    if (this.selected.size) return [...this.selected];
    return this.focusId && this.board.stories.has(this.focusId) ? [this.focusId] : [];
  }

  move(storyIds: readonly string[], themeId: string | null, because?: Because): void {
    const moving = storyIds.filter(
      (id) => (this.board.stories.get(id)?.membership?.themeId ?? null) !== themeId,
    );
    this.selected.clear();
    if (moving.length === 0) {
      const name = this.nameOf(themeId);
      this.notices.say(w.said.moved(name, lane(this.board, themeId).length));
      return;
    }
    this.do([{ type: 'move', story_ids: [...moving], theme_id: themeId }], because);
  }

  createTheme(name: string, description: string, storyIds: readonly string[], because?: Because): void {
    this.selected.clear();
    this.do(
      [{ type: 'create_theme', name, description, story_ids: [...storyIds] }],
      because ?? { acting_for: this.actingFor },
    );
  }

  nameOf(themeId: string | null): string {
    if (themeId === null) return w.board.notPlaced;
    return themeOf(this.board, themeId)?.name || w.theme.unnamed;
  }

  /** Ask the service for something; when it says no, say so. */
  async attempt(ask: () => Promise<unknown>, otherwise?: () => void): Promise<void> {
    try {
      await ask();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      otherwise?.();
      this.#outcomes.refused([], error);
    }
  }

  /** Tell the others that these stories are in hand. */
  take(storyIds: readonly string[]): void {
    for (const id of storyIds.slice(0, 20)) service.hold(this.workshop.id, id);
  }

  #heldByOther({ story_id, actor, by, seconds }: Hold): void {
    if (actor.endsWith(this.account.id)) return;
    this.heldBy.set(story_id, by);
    setTimeout(() => this.heldBy.delete(story_id), seconds * 1000);
  }

  // ---- Asking -----------------------------------------------------------------------------------------------------

  ask(question: Question): void {
    this.question = question;
  }

  // ---- Looking ----------------------------------------------------------------------------------------------------

  visible(ids: readonly string[]): readonly string[] {
    const found = this.found;
    return found ? ids.filter((id) => found.has(id)) : ids;
  }

  async focus(storyId: string): Promise<void> {
    this.focusId = storyId;
    const at = themeOfStory(this.board, storyId)?.id;
    this.folded.delete(at ?? 'not-placed');
    await tick();
    await tick();
    document.querySelector<HTMLElement>(`[data-story="${storyId}"], [data-map]`)?.focus();
  }

  toggle(storyId: string): void {
    if (!this.selected.delete(storyId)) this.selected.add(storyId);
    this.saySelected();
  }

  saySelected(): void {
    this.notices.say(w.said.selected(this.selected.size));
  }

  setView(view: View): void {
    this.view = kept.set('view', view);
  }

  setSingles(on: boolean): void {
    this.singles = kept.set('singles', on);
  }

  setKeys(own: OwnKeys): void {
    this.ownKeys = kept.set('keys', own);
  }

  toggleReasons(): void {
    this.askReasons = !this.askReasons;
    this.notices.say(this.askReasons ? w.board.reasonsOn : w.board.reasonsOff);
  }

  showSide(side: Side): void {
    this.side = this.side === side ? null : side;
  }

  // ---- The workshop -----------------------------------------------------------------------------------------------

  async moveStage(stage: Stage, reason?: string): Promise<void> {
    await this.attempt(async () => {
      const wanted = { stage, ...(reason ? { reason } : {}) };
      this.workshop = await service.updateWorkshop(this.workshop.id, wanted);
      this.notices.show(w.stage.moved(w.stage.names[stage]));
      await this.store.ask();
    });
  }
}
