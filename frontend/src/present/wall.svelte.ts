/** What the wall shows: asked for every second and a half, kept when the service is away, resumed after sleep. */
import { Refused } from '$/api/client';
import { wallOf, type Wall } from '$/api/wall';

const every = 1_500;

export class WallView {
  wall = $state.raw<Wall | null>(null);
  offline = $state(false);
  refused = $state(false);
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #read: () => Promise<Wall>;

  constructor(key: string) {
    this.#read = wallOf(key);
    void this.#look();
  }

  async #look(): Promise<void> {
    clearTimeout(this.#timer);
    try {
      const wall = await this.#read();
      if (JSON.stringify(wall) !== JSON.stringify(this.wall)) this.wall = wall;
      this.offline = false;
      this.refused = false;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.refused = error.status === 401 || error.status === 403;
      this.offline = !this.refused;
    }
    this.#timer = setTimeout(() => void this.#look(), every);
  }

  /** Look at once, for example when the laptop wakes up. */
  now(): void {
    void this.#look();
  }

  close(): void {
    clearTimeout(this.#timer);
  }
}
