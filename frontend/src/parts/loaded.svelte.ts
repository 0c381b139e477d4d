/** What a page shows: asked for when it opens, asked for anew after every change. */
export class Loaded<T> {
  now = $state.raw<T>();
  trouble = $state('');
  readonly #read: () => Promise<T>;

  constructor(read: () => Promise<T>) {
    this.#read = read;
    void this.again();
  }

  async again(): Promise<void> {
    await this.attempt(async () => {
      this.now = await this.#read();
    });
  }

  /** Do something and read what it changed; true when it worked. */
  async change(act: () => Promise<unknown>): Promise<boolean> {
    return this.attempt(async () => {
      await act();
      this.now = await this.#read();
    });
  }

  async attempt(act: () => Promise<unknown>): Promise<boolean> {
    try {
      await act();
      this.trouble = '';
      return true;
    } catch (error) {
      this.trouble = (error as Error).message;
      return false;
    }
  }
}
