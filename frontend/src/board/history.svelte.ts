/** The record of decisions: read, looked back into, and gone back to. */
import * as service from '$/api/facilitator';
import { compareBoards, type BoardCompared } from '$/api/board';
import type { ChangeEvent } from '$/api/facilitator';
import { boardFrom, type Board } from './board';
import type { Port } from './port';
import type { Because } from './question';

export class Past {
  /** A board of the past, while somebody looks at one. */
  shown = $state.raw<{ board: Board; at: string; seq: number } | null>(null);
  events = $state.raw<readonly ChangeEvent[]>([]);
  /** The one story whose history is asked for, if it is one story's. */
  storyId = $state<string | null>(null);

  /** The first of two moments to compare, and the way from one to the other once both are chosen. */
  marked = $state<number | null>(null);
  compared = $state.raw<BoardCompared | null>(null);

  readonly #desk: Port;

  constructor(desk: Port) {
    this.#desk = desk;
  }

  /** An event came in: it goes to the record that is open. */
  add(event: ChangeEvent): void {
    if (this.events.length && event.seq > this.events.at(-1)!.seq) this.events = [...this.events, event];
  }

  async open(storyId: string | null = null): Promise<void> {
    this.storyId = storyId;
    this.#desk.side = 'history';
    if (this.events.length) return;
    await this.#desk.attempt(async () => {
      this.events = await service.changeEvents(this.#desk.workshop.id);
    });
  }

  /** Look at the board as it stood after an event; everything is read-only until `shown` is null again. */
  async look(event: ChangeEvent): Promise<void> {
    await this.#desk.attempt(async () => {
      const read = await service.boardAt(this.#desk.workshop.id, event.seq);
      this.shown = { board: boardFrom(read), at: event.at, seq: event.seq };
    });
  }

  /** Choose a moment to compare: the first, then the second; the same one twice chooses none. */
  async mark({ seq }: ChangeEvent): Promise<void> {
    if (this.marked === null) this.marked = seq;
    else if (this.marked === seq) this.marked = null;
    else await this.compare(this.marked, seq);
  }

  async compare(from: number, to?: number): Promise<void> {
    await this.#desk.attempt(async () => {
      this.compared = await compareBoards(this.#desk.workshop.id, from, to);
      this.marked = null;
    });
  }

  /** Bring the board back to the moment looked at, as one step that undo takes back. */
  restore(because?: Because): void {
    const seq = this.shown?.seq;
    this.shown = null;
    if (seq) this.#desk.do([{ type: 'restore', seq }], because);
  }
}
