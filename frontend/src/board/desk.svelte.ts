/** One facilitator at one board: what they look at, what they chose, what they can do. Views draw it and call it. */
import { tick } from 'svelte';
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import * as service from '$/api/facilitator';
import { Refused, type Conflict } from '$/api/client';
import { listen, type Connection, type Hold } from '$/api/live';
import type {
  Command,
  CommandsDone,
  Run,
  RunMode,
  Stage,
  Suggestion,
  WorkshopDetail,
} from '$/api/facilitator';
import { ago } from '$/words/words';
import { w } from '$/words/board';
import { boardFrom, lane, storiesNamed, themeOf, themeOfStory, type Board, type Story } from './board';
import { Notices } from './notices.svelte';
import type { Because, Question } from './question';
import { BoardStore } from './store.svelte';
import { kept } from './kept';

export type View = 'lanes' | 'list' | 'map';
export type Side =
  'suggestions' | 'story' | 'similar' | 'history' | 'discuss' | 'aside' | 'held' | 'team' | null;

const pollEvery = 300;

export class Desk {
  readonly account: service.Account;
  readonly notices = new Notices();
  readonly store: BoardStore;

  workshop = $state.raw<WorkshopDetail>() as WorkshopDetail;
  connection = $state<Connection>('reconnecting');
  view = $state<View>(kept('view', 'lanes'));
  side = $state<Side>(null);
  question = $state.raw<Question | null>(null);
  showKeys = $state(false);
  askReasons = $state(false);
  /** For whom the next steps are: stays until it is changed. */
  actingFor = $state<Command['acting_for']>('self');
  singles = $state<boolean>(kept('singles', true));
  search = $state('');
  failed = $state.raw<Refused | null>(null);
  /** A board of the past, while somebody looks at one. */
  past = $state.raw<{ board: Board; at: string; seq: number } | null>(null);

  /** The story that has the focus, or had it last; and those that were ticked. */
  focusId = $state<string | null>(null);
  readonly selected = new SvelteSet<string>();
  readonly folded = new SvelteSet<string>();
  /** Stories that other facilitators have in hand, and whose hand it is. */
  readonly heldBy = new SvelteMap<string, string>();

  progress = $state.raw<Run['progress'] | null>(null);
  suggestionAt = $state(0);
  readonly unticked = new SvelteSet<string>();
  historyOf = $state<string | null>(null);
  events = $state.raw<readonly service.ChangeEvent[]>([]);

  readonly board: Board = $derived.by(() => this.past?.board ?? this.store.board);
  readonly readOnly: boolean = $derived.by(() => this.past !== null || this.board.stage === 'closed');
  /* Each of these steps down to what it needs, so that a move of one story wakes nothing but its two lanes. */
  readonly #run: Run | null = $derived.by(() => this.board.run);
  readonly #discussFirst: readonly string[] = $derived.by(() => this.board.discussFirst);
  readonly discussFirst: ReadonlySet<string> = $derived(new Set(this.#discussFirst));
  readonly suggestions: readonly Suggestion[] = $derived(
    this.#run?.suggestions.filter((one) => one.state === 'open') ?? [],
  );
  readonly suggestion: Suggestion | undefined = $derived(
    this.suggestions[Math.min(this.suggestionAt, this.suggestions.length - 1)],
  );
  /** Stories that the open suggestion speaks of, lit on the board while the suggestions are open. */
  readonly #litIds: readonly string[] | undefined = $derived(
    this.side === 'suggestions' && !this.past ? this.suggestion?.story_ids : undefined,
  );
  readonly lit: ReadonlySet<string> = $derived(new Set(this.#litIds));
  readonly found: ReadonlySet<string> | null = $derived.by(() => matching(this.board, this.search));
  readonly focused: Story | undefined = $derived.by(() => this.board.stories.get(this.focusId ?? ''));

  #stop: (() => void) | undefined;
  #asleepSince = 0;

  constructor(workshop: WorkshopDetail, account: service.Account) {
    this.workshop = workshop;
    this.account = account;
    this.store = new BoardStore(
      {
        board: () => service.board(workshop.id),
        send: (seq, commands, opId) => service.send(workshop.id, seq, commands, opId),
      },
      {
        done: (commands, done) => this.#done(commands, done),
        conflict: (commands, conflicts, again) => this.#conflict(commands, conflicts, again),
        refused: (_, refused) => this.#refused(refused),
        lost: (refused) => this.#lost(refused),
      },
    );
  }

  /** Load the board and follow it until `close`. */
  async open(): Promise<void> {
    this.failed = null;
    await this.store.ask();
    if (!this.store.loaded) return;
    this.#stop?.();
    this.#stop = listen(this.workshop.id, this.store.confirmed.seq, {
      change: (event) => this.#follow(event),
      run: (progress) => this.#runTold(progress),
      hold: (hold) => this.#heldByOther(hold),
      connection: (state) => (this.connection = state),
    });
    this.focusId ??= this.board.notPlaced[0] ?? this.board.themes[0]?.storyIds[0] ?? null;
    const run = this.board.run;
    if (run?.state === 'queued' || run?.state === 'running') void this.#watch(run.id);
    else if (this.suggestions.length && innerWidth > 960) this.side = 'suggestions';
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
    if (this.events.length && event.seq > this.events.at(-1)!.seq) this.events = [...this.events, event];
    const stage = event.stage;
    if (stage !== this.workshop.stage) this.workshop = { ...this.workshop, stage };
    if (!event.actor.includes(this.account.id)) this.notices.othersDid(event.actor_name, w.said.others);
  }

  // ---- Doing ------------------------------------------------------------------------------------------------------

  /** Send commands, with the reason that goes with them; asks for one first where the room wants reasons. */
  do(commands: readonly Partial<Command>[], because?: Because): void {
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
    const next = this.#focusAfter(sent);
    void this.store.run(sent);
    if (next) void this.focus(next);
  }

  /** After a move the next story of the same lane has the focus, so that a tray is sorted by one key after the other. */
  #focusAfter(commands: readonly Command[]): string | null {
    const command = commands[0];
    if (!command || !this.focusId || !['move', 'set_aside'].includes(command.type)) return null;
    const leaving = new Set(storiesNamed(command));
    if (!leaving.has(this.focusId)) return null;
    const here = this.visible(lane(this.board, themeOfStory(this.board, this.focusId)?.id ?? null));
    const at = here.indexOf(this.focusId);
    const stays = (id: string) => !leaving.has(id);
    return here.slice(at + 1).find(stays) ?? here.slice(0, at).findLast(stays) ?? this.focusId;
  }

  undo(): void {
    void this.store.run([{ type: 'undo' } as Command]);
  }

  redo(): void {
    void this.store.run([{ type: 'redo' } as Command]);
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

  // ---- What became of it ------------------------------------------------------------------------------------------

  #done(commands: readonly Command[], done: CommandsDone): void {
    const said = this.#sentence(commands[0]!, done);
    this.#closeSpentSuggestions(commands[0]!);
    const undoable = [
      'merge',
      'dissolve',
      'split',
      'set_aside',
      'accept_run',
      'move',
      'accept_suggestion',
      'restore',
      'bring_back',
    ];
    if (undoable.includes(commands[0]!.type))
      this.notices.show(said, [{ label: w.board.undo, run: () => this.undo() }]);
    else this.notices.show(said);
  }

  /** With the last suggestion decided, the panel makes room for the themes. */
  #closeSpentSuggestions({ type, suggestion_id: id }: Command): void {
    const decided = type === 'accept_run' || this.suggestions.every((one) => one.id === id);
    if (type.includes('suggestion') || type === 'accept_run')
      if (decided && this.side === 'suggestions') this.side = null;
  }

  #sentence(command: Command, done: CommandsDone): string {
    const { said } = w;
    const into = command.theme_id ?? null;
    const name = this.nameOf(into);
    const ids = storiesNamed(command);
    switch (command.type) {
      case 'move': {
        if (into === null) return said.takenOut;
        const there = this.board.themes.find((theme) => theme.id === into)?.storyIds.length ?? ids.length;
        return ids.length > 1 ? said.movedMany(ids.length, name, there) : said.moved(name, there);
      }
      case 'merge':
        return said.merged(this.nameOf(command.into_theme_id ?? null));
      case 'create_theme':
        return said.made(command.name ?? '');
      case 'rename':
        return said.renamed(command.name ?? '');
      case 'agree':
        return said.agreed(name);
      case 'reopen':
        return said.reopened(name);
      case 'lock':
        return said.locked(name);
      case 'unlock':
        return said.unlocked(name);
      default:
        return plainSentences[command.type] ?? `${done.seq}`;
    }
  }

  #conflict(
    commands: readonly Command[],
    conflicts: readonly Conflict[],
    again: () => Promise<boolean>,
  ): void {
    const first = conflicts[0]!;
    const { trouble } = w;
    const when = ago(first.at);
    const text = first.subject.startsWith('theme:')
      ? trouble.conflictTheme(first.actor_name, when)
      : first.theme_name
        ? trouble.conflict(first.actor_name, first.theme_name, when)
        : trouble.conflictOut(first.actor_name, when);
    const anyway = commands[0]?.type === 'move' ? trouble.moveAnyway : trouble.anyway;
    this.notices.show(
      text,
      [
        { label: anyway, run: () => void again() },
        { label: trouble.keep, run: () => {} },
      ],
      'warn',
    );
  }

  #refused(refused: Refused): void {
    this.#loggedOut(refused);
    const text = refused.status === 0 ? w.trouble.noAnswer : refused.problem.detail || w.trouble.refused;
    this.notices.show(text, [], 'warn');
  }

  #lost(refused: Refused): void {
    this.#loggedOut(refused);
    if (!this.store.loaded) this.failed = refused;
    else this.connection = navigator.onLine ? 'reconnecting' : 'offline';
  }

  #loggedOut(refused: Refused): void {
    if (refused.status === 401) location.assign('/board');
  }

  /** Tell the others that these stories are in hand. */
  take(storyIds: readonly string[]): void {
    for (const id of storyIds.slice(0, 20)) service.hold(this.workshop.id, id);
  }

  #heldByOther({ story_id, by, seconds }: Hold): void {
    const { name, email } = this.account;
    if ([name, email, email.split('@')[0]].includes(by)) return;
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

  toggleReasons(): void {
    this.askReasons = !this.askReasons;
    this.notices.say(this.askReasons ? w.board.reasonsOn : w.board.reasonsOff);
  }

  showSide(side: Side): void {
    this.side = this.side === side ? null : side;
  }

  // ---- Grouping ---------------------------------------------------------------------------------------------------

  /** What to ask first: everything while nothing is placed, afterwards what could be better. */
  get firstMode(): RunMode {
    return this.board.themes.some((theme) => theme.storyIds.length > 0) ? 'refine' : 'fresh';
  }

  async group(mode: RunMode = this.firstMode): Promise<void> {
    this.progress = { step: 'queued', done: 0, total: 0 };
    this.notices.say(w.run.working);
    try {
      const run = await service.askForGroups(this.workshop.id, mode);
      await this.#watch(run.id);
    } catch (error) {
      this.progress = null;
      if (!(error instanceof Refused)) throw error;
      this.#refused(error);
    }
  }

  #watching: string | null = null;

  async #watch(runId: string): Promise<void> {
    if (this.#watching === runId) return;
    this.#watching = runId;
    try {
      let run = await service.run(runId);
      while (run.state === 'queued' || run.state === 'running') {
        this.progress = run.progress;
        await new Promise((resolve) => setTimeout(resolve, pollEvery));
        run = await service.run(runId);
      }
      await this.#grouped(run);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.#refused(error);
    } finally {
      this.#watching = null;
      this.progress = null;
    }
  }

  async #grouped(run: Run): Promise<void> {
    if (run.state === 'failed') return this.notices.show(run.failure || w.run.failed, [], 'warn');
    await this.store.ask();
    this.suggestionAt = 0;
    this.unticked.clear();
    this.side = 'suggestions';
    this.notices.show(w.run.ready(this.suggestions.length));
  }

  #runTold(progress: { run_id: string; state: string }): void {
    if (progress.state === 'queued' || progress.state === 'running') void this.#watch(progress.run_id);
    else if (this.#watching !== progress.run_id) void this.store.ask();
  }

  stepSuggestion(by: number): void {
    const all = this.suggestions.length;
    if (!all) return this.notices.say(w.suggestions.none);
    this.side = 'suggestions';
    this.suggestionAt = (Math.min(this.suggestionAt, all - 1) + by + all) % all;
    this.unticked.clear();
    if (this.suggestion) {
      const where = w.suggestions.of(this.suggestionAt + 1, all);
      this.notices.say(`${where}: ${this.suggestionTitle(this.suggestion)}`);
    }
  }

  accept(suggestion: Suggestion, name?: string, because?: Because): void {
    const left = suggestion.story_ids.filter((id) => !this.unticked.has(id));
    const partly = left.length < suggestion.story_ids.length;
    this.unticked.clear();
    this.do(
      [
        {
          type: 'accept_suggestion',
          suggestion_id: suggestion.id,
          ...(partly ? { story_ids: left } : {}),
          ...(name ? { name } : {}),
        },
      ],
      because,
    );
  }

  dismiss(suggestion: Suggestion): void {
    this.unticked.clear();
    this.do([{ type: 'refuse_suggestion', suggestion_id: suggestion.id }]);
  }

  acceptAll(because?: Because): void {
    const run = this.board.run;
    if (run) this.do([{ type: 'accept_run', run_id: run.id }], because);
  }

  suggestionTitle(one: Suggestion): string {
    const { kinds } = w.suggestions;
    const theme = this.nameOf(one.theme_id ?? null);
    const name = one.name || w.theme.unnamed;
    switch (one.kind) {
      case 'new_theme':
        return kinds.new_theme(name, one.story_ids.length);
      case 'merge':
        return kinds.merge(theme, this.nameOf(one.into_theme_id ?? null));
      case 'split':
        return kinds.split(theme, name);
      case 'rename':
        return kinds.rename(theme, name);
      default:
        return kinds[one.kind](theme, one.story_ids.length);
    }
  }

  // ---- The wall ---------------------------------------------------------------------------------------------------

  #wallBlank = false;

  /** Open the projector's window. It must be opened at once, or the browser takes it for an advertisement. */
  async openWall(): Promise<void> {
    const wall = open('', 'storyharvest-wall');
    try {
      const address = await service.openWall(this.workshop.id);
      if (wall) wall.location.href = address;
      else location.assign(address);
    } catch (error) {
      wall?.close();
      this.#caught(error);
    }
  }

  async showOnWall(what: Partial<service.WallShow>, said: string): Promise<void> {
    try {
      await service.pointWall(this.workshop.id, what);
      this.#wallBlank = what.show === 'blank';
      this.notices.show(said);
    } catch (error) {
      this.#caught(error);
    }
  }

  blankWall(): void {
    const blank = !this.#wallBlank;
    void this.showOnWall({ show: blank ? 'blank' : 'board' }, blank ? w.wall.blank : w.wall.board);
  }

  #caught(error: unknown): void {
    if (!(error instanceof Refused)) throw error;
    this.#refused(error);
  }

  // ---- The workshop -----------------------------------------------------------------------------------------------

  async moveStage(stage: Stage, reason?: string): Promise<void> {
    try {
      this.workshop = await service.updateWorkshop(this.workshop.id, {
        stage,
        ...(reason ? { reason } : {}),
      });
      this.notices.show(w.stage.moved(w.stage.names[stage]));
      await this.store.ask();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.#refused(error);
    }
  }

  /** Let a held story join the others, or set it aside with a reason. */
  async decideHeld(storyId: string, reason: string | null): Promise<void> {
    try {
      if (reason === null) await service.release(storyId);
      else await service.setAside(storyId, reason);
      this.notices.show(reason === null ? w.held.released : w.said.setAside);
      await this.store.ask();
    } catch (error) {
      this.#caught(error);
    }
  }

  // ---- The record -------------------------------------------------------------------------------------------------

  async readHistory(): Promise<void> {
    this.events = await service.changeEvents(this.workshop.id);
  }

  async openHistory(storyId: string | null = null): Promise<void> {
    this.historyOf = storyId;
    this.side = 'history';
    if (!this.events.length) await this.readHistory();
  }

  /** Look at the board as it stood after an event; everything is read-only until `past` is null again. */
  async look(event: service.ChangeEvent): Promise<void> {
    try {
      const read = await service.boardAt(this.workshop.id, event.seq);
      this.past = { board: boardFrom(read), at: event.at, seq: event.seq };
    } catch (error) {
      this.#caught(error);
    }
  }

  /** Bring the board back to the moment looked at, as one step that undo takes back. */
  restore(because?: Because): void {
    const seq = this.past?.seq;
    this.past = null;
    if (seq) this.do([{ type: 'restore', seq }], because);
  }
}

const plainSentences: Partial<Record<Command['type'], string>> = {
  add_secondary: w.said.also,
  remove_secondary: w.said.notAlso,
  pin: w.said.pinned,
  unpin: w.said.unpinned,
  confirm: w.said.confirmed,
  split: w.said.split,
  describe: w.said.described,
  dissolve: w.said.dissolved,
  reorder: w.said.reordered,
  set_aside: w.said.setAside,
  accept_suggestion: w.said.accepted,
  accept_run: w.said.acceptedAll,
  refuse_suggestion: w.said.refused,
  bring_back: w.said.broughtBack,
  restore: w.said.restored,
  undo: w.said.undone,
  redo: w.said.redone,
};

/** The stories whose words contain the text; null when nothing is searched for. */
export function matching(board: Board, text: string): ReadonlySet<string> | null {
  const wanted = fold(text.trim());
  if (!wanted) return null;
  const found = new Set<string>();
  for (const story of board.stories.values())
    if (
      fold(`${story.headline} ${story.notes.join(' ')} ${story.significance} #${story.serial_no}`).includes(
        wanted,
      )
    )
      found.add(story.id);
  return found;
}

const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
