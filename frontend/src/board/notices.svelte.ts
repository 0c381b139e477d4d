/** What the page says: one polite voice for screen readers, and notices that wait for an answer. */

export interface Notice {
  readonly id: number;
  readonly text: string;
  readonly tone: 'plain' | 'warn';
  readonly choices: readonly { readonly label: string; run(): void }[];
}

const undoTime = 10_000;
const plainTime = 5_000;
const gathering = 5_000;
/** So long one's own words stand before others' may take their place. */
const ownTime = 3_000;

export class Notices {
  shown = $state.raw<readonly Notice[]>([]);
  voice = $state('');
  #next = 1;
  #others = new Map<string, { n: number; sentence: (name: string, n: number) => string }>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #saidAt = 0;

  /** Say it to screen readers. The same sentence twice is still said twice. */
  say(text: string): void {
    this.#saidAt = Date.now();
    this.voice = this.voice === text ? `${text}\u00a0` : text;
  }

  /** Show it, and say it. A plain notice makes room for the next; one that asks something stays. */
  show(text: string, choices: Notice['choices'] = [], tone: Notice['tone'] = 'plain'): void {
    const notice: Notice = { id: this.#next++, text, tone, choices };
    const asking = this.shown.filter((other) => other.tone === 'warn').slice(-2);
    this.shown = [...asking, notice];
    this.say(text);
    if (tone === 'plain') setTimeout(() => this.close(notice.id), choices.length ? undoTime : plainTime);
  }

  close(id: number): void {
    this.shown = this.shown.filter((notice) => notice.id !== id);
  }

  /** What others do is gathered, and said in one sentence once one's own words have been heard. */
  othersDid(name: string, sentence: (name: string, n: number) => string): void {
    const said = this.#others.get(name);
    this.#others.set(name, { n: (said?.n ?? 0) + 1, sentence });
    this.#timer ??= setTimeout(() => this.#tellOfOthers(), gathering);
  }

  #tellOfOthers(): void {
    const wait = this.#saidAt + ownTime - Date.now();
    this.#timer = wait > 0 ? setTimeout(() => this.#tellOfOthers(), wait) : undefined;
    if (this.#timer) return;
    this.say([...this.#others].map(([who, { n, sentence }]) => sentence(who, n)).join('. '));
    this.#others.clear();
  }
}
