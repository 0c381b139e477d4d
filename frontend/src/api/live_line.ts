/** One line to the service on which a workshop's events arrive; made anew where it broke off, also when it died in silence. */
import type { ChangeEvent } from './facilitator';

export type Connection = 'live' | 'reconnecting' | 'offline';

export interface RunProgress {
  run_id: string;
  state: string;
  step: string;
  done: number;
  total: number;
}

/** Somebody has a story in hand; it lapses by itself. */
export interface Hold {
  story_id: string;
  actor: string;
  by: string;
  seconds: number;
}

/** What arrives: an event of the log, what is fleeting, or how the line itself is. */
export type Heard =
  | { kind: 'change'; data: ChangeEvent }
  | { kind: 'run'; data: RunProgress }
  | { kind: 'hold'; data: Hold }
  | { kind: 'reset' } // read the board anew: consent has ended, or too much was missed
  | { kind: 'ping' }
  | { kind: 'connection'; state: Connection };

const firstPause = 1_000;
const longestPause = 15_000;
/** The service breaks a silence after 15 seconds: twice that and a little more, and the line is dead. */
export const longestSilence = 40_000;
/** A laptop that woke up after a longer silence than a ping leaves does not wait for the rest of it. */
const silenceOnWaking = 20_000;

export class Line {
  readonly #address: string;
  readonly #hear: (heard: Heard) => void;
  #seen: number;
  #pause = firstPause;
  #source: EventSource | null = null;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #watchdog: ReturnType<typeof setTimeout> | undefined;
  #heardAt = Date.now();
  state: Connection = 'reconnecting';

  /** Listen to a workshop's events after the seq `after`. */
  constructor(workshopId: string, after: number, hear: (heard: Heard) => void) {
    this.#address = `/api/v1/workshops/${workshopId}/events`;
    this.#seen = after;
    this.#hear = hear;
    this.#open();
  }

  /** Somebody looks again, or the network is back: do not wait for the watchdog, and say how the line is. */
  wake(): void {
    if (this.state !== 'live' || Date.now() - this.#heardAt > silenceOnWaking) this.#open();
    else this.#is('live');
  }

  /** Listen again from an earlier event. */
  rewind(after: number): void {
    this.#seen = after;
    this.#open();
  }

  close(): void {
    clearTimeout(this.#retry);
    clearTimeout(this.#watchdog);
    this.#source?.close();
  }

  #open(): void {
    this.close();
    this.#awaitSign();
    const source = new EventSource(`${this.#address}?after=${this.#seen}`);
    this.#source = source;
    source.addEventListener('open', () => {
      this.#pause = firstPause;
      this.#awaitSign();
      this.#is('live');
    });
    for (const kind of ['change', 'run', 'hold', 'reset', 'ping'] as const) {
      source.addEventListener(kind, ({ data }: MessageEvent<string>) => {
        this.#awaitSign();
        const heard = { kind, data: JSON.parse(data) } as Heard;
        if (heard.kind === 'change') this.#seen = Math.max(this.#seen, heard.data.seq);
        this.#hear(heard);
      });
    }
    source.addEventListener('error', () => {
      this.#is('reconnecting');
      if (source.readyState === EventSource.CLOSED) this.#again();
    });
  }

  /** Any sign of life puts the watchdog off. */
  #awaitSign(): void {
    this.#heardAt = Date.now();
    clearTimeout(this.#watchdog);
    this.#watchdog = setTimeout(() => {
      this.#is('reconnecting');
      this.#open();
    }, longestSilence);
  }

  #again(): void {
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#open(), this.#pause * (0.5 + Math.random() / 2));
    this.#pause = Math.min(this.#pause * 2, longestPause);
  }

  #is(state: Connection): void {
    this.state = state;
    this.#hear({ kind: 'connection', state });
  }
}
