/** Asking the machine, and deciding about what it suggests. Suggestions never move a story by themselves. */
import { SvelteSet } from 'svelte/reactivity';
import * as service from '$/api/facilitator';
import type { Command, Run, RunMode, Suggestion } from '$/api/facilitator';
import { w } from '$/words/board';
import type { Port } from './port';
import type { Because } from './question';

const pollEvery = 300;

export class Grouping {
  progress = $state.raw<Run['progress'] | null>(null);
  at = $state(0);
  /** Stories of the open suggestion that are left out when it is accepted. */
  readonly unticked = new SvelteSet<string>();

  /* Each of these steps down to what it needs, so that a move of one story wakes nothing but its two lanes. */
  readonly #run: Run | null = $derived.by(() => this.#desk.board.run);
  readonly suggestions: readonly Suggestion[] = $derived(
    this.#run?.suggestions.filter((one) => one.state === 'open') ?? [],
  );
  readonly suggestion: Suggestion | undefined = $derived(
    this.suggestions[Math.min(this.at, this.suggestions.length - 1)],
  );

  readonly #desk: Port;
  #watching: string | null = null;

  constructor(desk: Port) {
    this.#desk = desk;
  }

  /** What to ask first: everything while nothing is placed, afterwards what could be better. */
  get firstMode(): RunMode {
    return this.#desk.board.themes.some((theme) => theme.storyIds.length > 0) ? 'refine' : 'fresh';
  }

  /** How to take up the stories that came since: what is still open is worked out anew, otherwise they are placed. */
  get modeForArrivals(): RunMode {
    if (this.suggestions.length && this.#run) return this.#run.mode;
    return this.#desk.board.themes.length ? 'place_new' : 'fresh';
  }

  askForArrivals(): Promise<void> {
    return this.ask(this.modeForArrivals);
  }

  async ask(mode: RunMode = this.firstMode): Promise<void> {
    if (this.progress) return;
    this.progress = { step: 'queued', done: 0, total: 0 };
    this.#desk.notices.say(w.run.working);
    await this.#desk.attempt(
      async () => this.watch((await service.askForGroups(this.#desk.workshop.id, mode)).id),
      () => (this.progress = null),
    );
  }

  /** Follow a run until it ends. */
  async watch(runId: string): Promise<void> {
    if (this.#watching === runId) return;
    this.#watching = runId;
    await this.#desk.attempt(async () => {
      let run = await service.run(runId);
      while (run.state === 'queued' || run.state === 'running') {
        this.progress = run.progress;
        await new Promise((resolve) => setTimeout(resolve, pollEvery));
        run = await service.run(runId);
      }
      await this.#ended(run);
    });
    this.#watching = null;
    this.progress = null;
  }

  async #ended(run: Run): Promise<void> {
    const { notices, store } = this.#desk;
    if (run.state === 'failed') return notices.show(run.failure || w.run.failed, [], 'warn');
    await store.ask();
    this.at = 0;
    this.unticked.clear();
    this.#desk.side = 'suggestions';
    const needs = run.quality['needs_stories'];
    if (typeof needs === 'number') notices.show(w.run.needs(needs), [], 'warn');
    else notices.show(w.run.ready(this.suggestions.length));
  }

  /** The stream tells of a run, perhaps one that somebody else has asked for. */
  told(progress: { run_id: string; state: string }): void {
    if (progress.state === 'queued' || progress.state === 'running') void this.watch(progress.run_id);
    else if (this.#watching !== progress.run_id) void this.#desk.store.ask();
  }

  choose(at: number): void {
    this.at = at;
    this.unticked.clear();
  }

  step(by: number): void {
    const { notices } = this.#desk;
    const all = this.suggestions.length;
    if (!all) return notices.say(w.suggestions.none);
    this.#desk.side = 'suggestions';
    this.choose((Math.min(this.at, all - 1) + by + all) % all);
    if (this.suggestion) notices.say(`${w.suggestions.of(this.at + 1, all)}: ${this.title(this.suggestion)}`);
  }

  accept(suggestion: Suggestion, name?: string, because?: Because): void {
    if (this.#desk.pressedTwice('accept')) return;
    const left = suggestion.story_ids.filter((id) => !this.unticked.has(id));
    const partly = left.length < suggestion.story_ids.length;
    this.unticked.clear();
    this.#desk.do(
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
    if (this.#desk.pressedTwice('dismiss')) return;
    this.unticked.clear();
    this.#desk.do([{ type: 'refuse_suggestion', suggestion_id: suggestion.id }]);
  }

  acceptAll(because?: Because): void {
    const run = this.#desk.board.run;
    if (run) this.#desk.do([{ type: 'accept_run', run_id: run.id }], because);
  }

  /** With the last suggestion decided, the panel makes room for the themes. */
  closeSpent(command: Command): void {
    const id = 'suggestion_id' in command ? command.suggestion_id : null;
    const decided = command.type === 'accept_run' || (id && this.suggestions.every((one) => one.id === id));
    if (decided && this.#desk.side === 'suggestions') this.#desk.side = null;
  }

  /** What a suggestion would do, in one line. */
  title(one: Suggestion): string {
    const { kinds } = w.suggestions;
    const theme = this.#desk.nameOf(one.theme_id ?? null);
    const name = one.name || w.theme.unnamed;
    switch (one.kind) {
      case 'new_theme':
        return kinds.new_theme(name, one.story_ids.length);
      case 'merge':
        return kinds.merge(theme, this.#desk.nameOf(one.into_theme_id ?? null));
      case 'split':
        return kinds.split(theme, name);
      case 'rename':
        return kinds.rename(theme, name);
      default:
        return kinds[one.kind](theme, one.story_ids.length);
    }
  }
}
