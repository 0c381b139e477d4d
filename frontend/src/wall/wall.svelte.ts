/** What the wall shows: asked for every second and a half, kept when the service is away, resumed after sleep. */
import { Refused } from '$/api/client';
import { wallOf, type Wall } from '$/api/wall';

const every = 1_500;
/** An answer that takes longer is not waited for: a laptop that slept may never get it. */
const patience = 10_000;

export class WallView {
  wall = $state.raw<Wall | null>(null);
  offline = $state(false);
  refused = $state(false);
  /** When the service last said that this is what to show. */
  asOf = $state.raw(new Date());
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asking: AbortController | undefined;
  readonly #read: (signal: AbortSignal) => Promise<Wall>;

  constructor(key: string) {
    this.#read = wallOf(key);
    this.now();
  }

  /** Look at once, for example when the laptop wakes up; a look that is still on its way is given up. */
  now(): void {
    this.close();
    void this.#look(new AbortController());
  }

  async #look(asking: AbortController): Promise<void> {
    this.#asking = asking;
    const givingUp = setTimeout(() => asking.abort(), patience);
    try {
      const wall = await this.#read(asking.signal);
      if (asking !== this.#asking) return;
      this.wall = wall;
      this.asOf = new Date();
      this.offline = this.refused = false;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (asking !== this.#asking) return;
      this.refused = error.status === 401 || error.status === 403;
      this.offline = !this.refused;
    } finally {
      clearTimeout(givingUp);
      if (asking === this.#asking) this.#timer = setTimeout(() => this.now(), every);
    }
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    this.#asking = undefined;
  }
}
