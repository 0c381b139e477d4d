/** What became of a command, as the store reports it: said aloud, with the way on where there is one. */
import type { Conflict, Refused, ThemeGone } from '$/api/client';
import type { Command, CommandsDone } from '$/api/facilitator';
import { w } from '$/words/board';
import type { Port } from './port';
import { conflictSentence, goneSentence, isWeighty, sentence } from './sentences';
import type { Reports } from './store.svelte';

export class Outcomes implements Reports {
  readonly #desk: Port;

  constructor(desk: Port) {
    this.#desk = desk;
  }

  done([first]: readonly Command[], done: CommandsDone): void {
    const desk = this.#desk;
    const said = sentence(desk, first!, done);
    desk.grouping.closeSpent(first!);
    desk.notices.show(said, isWeighty(first!) ? [{ label: w.board.undo, run: () => desk.undo() }] : []);
  }

  /** Somebody else was faster with the same story or theme. */
  conflict(
    commands: readonly Command[],
    conflicts: readonly Conflict[],
    again: () => Promise<boolean>,
  ): void {
    const { trouble } = w;
    const first = conflicts[0]!;
    const type = commands[0]?.type;
    if (type === 'undo' || type === 'redo') return this.#builtUpon(first);
    const choices = [
      { label: type === 'move' ? trouble.moveAnyway : trouble.anyway, run: () => void again() },
      { label: trouble.keep, run: () => {} },
    ];
    this.#desk.notices.show(conflictSentence(first), choices, 'warn');
  }

  /** A step that somebody has built upon is not taken back; the record shows what happened since. */
  #builtUpon(conflict: Conflict): void {
    const [kind, id = null] = conflict.subject.split(':');
    const open = () => void this.#desk.past.open(kind === 'story' ? id : null);
    const choices = [{ label: w.board.history, run: open }];
    this.#desk.notices.show(w.trouble.builtUpon(conflictSentence(conflict)), choices, 'warn');
  }

  refused(commands: readonly Command[], refused: Refused): void {
    if (refused.is('theme-gone')) return this.#themeGone(commands, refused.problem as ThemeGone);
    this.#loggedOut(refused);
    const text = refused.status === 0 ? w.trouble.noAnswer : refused.problem.detail || w.trouble.refused;
    this.#desk.notices.show(text, [], 'warn');
  }

  /** The theme went meanwhile: one press brings it back and does what was wanted. */
  #themeGone(commands: readonly Command[], gone: ThemeGone): void {
    const { trouble } = w;
    const desk = this.#desk;
    const backAndOn = [
      { type: 'bring_back', theme_id: gone.theme_id, acting_for: desk.actingFor } as const,
      ...commands,
    ];
    const choices = [
      { label: trouble.bringBack, run: () => void desk.store.run(backAndOn) },
      { label: trouble.leaveIt, run: () => {} },
    ];
    desk.notices.show(goneSentence(gone), gone.retired_reason === 'dissolved' ? choices : [], 'warn');
  }

  lost(refused: Refused): void {
    this.#loggedOut(refused);
    if (!this.#desk.store.loaded) this.#desk.failed = refused;
    else this.#desk.connected(navigator.onLine ? 'reconnecting' : 'offline');
  }

  #loggedOut(refused: Refused): void {
    if (refused.status === 401) location.assign('/board');
  }
}
