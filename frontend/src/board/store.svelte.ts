/** What the room sees: the last board that the service confirmed, plus the commands still on their way. */
import { Refused, type Conflict } from '$/api/client';
import type { BoardRead, ChangeEvent, Command, CommandsDone } from '$/api/facilitator';
import { boardFrom, emptyBoard, expect, follow, type Board } from './board';

export interface BoardApi {
  board(): Promise<BoardRead>;
  send(baseSeq: number, commands: Command[], opId: string): Promise<CommandsDone>;
}

/** Where the store reports what happened; the page turns it into words. */
export interface Reports {
  done(commands: readonly Command[], done: CommandsDone): void;
  conflict(commands: readonly Command[], conflicts: Conflict[], again: () => Promise<boolean>): void;
  refused(commands: readonly Command[], refused: Refused): void;
  lost(refused: Refused): void;
}

interface Pending {
  readonly opId: string;
  readonly commands: readonly Command[];
  readonly doneAt?: number;
}

const patience = 400;

export class BoardStore {
  #confirmed = $state.raw<Board>(emptyBoard);
  #pending = $state.raw<readonly Pending[]>([]);
  #held = $state.raw<Board | null>(null);
  /** Nothing is redrawn under a drag: while one lasts, the board shown is the one it began on. */
  readonly board: Board = $derived(this.#held ?? this.#expected());
  readonly loaded: boolean = $derived(this.#confirmed.seq >= 0);
  readonly busy: boolean = $derived(this.#pending.length > 0);

  readonly #api: BoardApi;
  readonly #reports: Reports;
  readonly #foreseen = new WeakMap<readonly Command[], { from: Board; board: Board }>();
  #ownSeq = 0;
  #line: Promise<unknown> = Promise.resolve();
  #asking: Promise<void> | null = null;
  #askAgain = false;

  constructor(api: BoardApi, reports: Reports) {
    this.#api = api;
    this.#reports = reports;
  }

  get confirmed(): Board {
    return this.#confirmed;
  }

  #expected(): Board {
    return this.#pending.reduce((board, { commands }) => this.#expect(board, commands), this.#confirmed);
  }

  /** What commands make of a board, worked out once: an answer alone must not make the same board anew. */
  #expect(board: Board, commands: readonly Command[]): Board {
    const known = this.#foreseen.get(commands);
    if (known?.from === board) return known.board;
    const made = commands.reduce(expect, board);
    this.#foreseen.set(commands, { from: board, board: made });
    return made;
  }

  /** Do something: shown at once, sent in the order of asking. True once the service has done it. */
  async run(commands: readonly Command[], sawSeq = this.#confirmed.seq): Promise<boolean> {
    const pending: Pending = { opId: newId(), commands };
    this.#pending = [...this.#pending, pending];
    const sent = this.#line.then(() => this.#send(pending, sawSeq));
    this.#line = sent;
    return sent;
  }

  async #send(pending: Pending, sawSeq: number): Promise<boolean> {
    try {
      const baseSeq = Math.max(sawSeq, this.#ownSeq);
      const done = await this.#api.send(baseSeq, [...pending.commands], pending.opId);
      this.#ownSeq = Math.max(this.#ownSeq, done.seq);
      this.#reports.done(pending.commands, done);
      this.#settle(pending, done.seq);
      return true;
    } catch (error) {
      this.#forget(pending);
      if (!(error instanceof Refused)) throw error;
      this.#tell(pending.commands, error);
      void this.ask();
      return false;
    }
  }

  #tell(commands: readonly Command[], refused: Refused): void {
    const conflicts = refused.problem.conflicts;
    if (!refused.is('board-conflict') || !conflicts?.length) return this.#reports.refused(commands, refused);
    const latest = Math.max(...conflicts.map((conflict) => conflict.seq));
    this.#reports.conflict(commands, conflicts, () => this.run(commands, latest));
  }

  /** Done by the service; it stays folded in until the confirmed board has caught up with it. */
  #settle(pending: Pending, seq: number): void {
    if (this.#confirmed.seq >= seq) return this.#forget(pending);
    this.#pending = this.#pending.map((other) => (other === pending ? { ...pending, doneAt: seq } : other));
    setTimeout(() => {
      if (this.#confirmed.seq < seq) void this.ask();
    }, patience);
  }

  #forget(pending: Pending): void {
    this.#pending = this.#pending.filter((other) => other.opId !== pending.opId);
  }

  /** Take a board from an answer; an older one than ours is ignored. */
  receive(read: BoardRead): void {
    if (read.seq >= this.#confirmed.seq) this.#confirm(boardFrom(read));
  }

  /** Take one event from the stream; ask for the board when the event alone does not tell enough. */
  follow(event: ChangeEvent): void {
    const { board, ask } = follow(this.#confirmed, event);
    if (board !== this.#confirmed) this.#confirm(board);
    if (ask) this.#askSoon(event.action === 'tell' ? 700 : 60);
  }

  #soon: ReturnType<typeof setTimeout> | undefined;

  /** Many phones tell stories at once; the board is asked for once for all of them. */
  #askSoon(milliseconds: number): void {
    this.#soon ??= setTimeout(() => {
      this.#soon = undefined;
      void this.ask();
    }, milliseconds);
  }

  #confirm(board: Board): void {
    this.#confirmed = board;
    const waiting = this.#pending.filter((sent) => sent.doneAt === undefined || sent.doneAt > board.seq);
    if (waiting.length !== this.#pending.length) this.#pending = waiting;
  }

  /**
   * Ask the service for its board; asked twice at the same time it asks once more afterwards, not in parallel.
   * `asked` is an answer that is on its way already.
   */
  ask(asked?: Promise<BoardRead>): Promise<void> {
    if (this.#asking) {
      this.#askAgain = true;
      return this.#asking;
    }
    this.#asking = this.#fetch(asked).finally(() => {
      this.#asking = null;
    });
    return this.#asking;
  }

  async #fetch(asked?: Promise<BoardRead>): Promise<void> {
    do {
      this.#askAgain = false;
      try {
        this.receive(await (asked ?? this.#api.board()));
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        this.#reports.lost(error);
      }
      asked = undefined;
    } while (this.#askAgain);
  }

  /** Hold the picture still while something is dragged over it. */
  hold(): void {
    this.#held = this.#expected();
  }

  release(): void {
    this.#held = null;
  }
}

/** A random UUID, also where `crypto.randomUUID` is missing (plain http on a local address). */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
