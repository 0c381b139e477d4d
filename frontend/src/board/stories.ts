/** Stories by id, never changed: a copy with changes shares all the rest, however many thousand there are. */
/** So many changes are kept beside the rest before both are made one again. */
const beside = 100;

export class Stories<Story extends object> implements Iterable<[string, Story]> {
  readonly #all: ReadonlyMap<string, Story>;
  readonly #changed: ReadonlyMap<string, Story | null>;
  readonly size: number;

  constructor(
    all: ReadonlyMap<string, Story>,
    changed: ReadonlyMap<string, Story | null> = new Map<string, never>(),
  ) {
    this.#all = all;
    this.#changed = changed;
    const gone = [...changed.values()].filter((story) => story === null);
    this.size = all.size - gone.length;
  }

  get(id: string): Story | undefined {
    const changed = this.#changed.get(id);
    return changed === undefined ? this.#all.get(id) : (changed ?? undefined);
  }

  has(id: string): boolean {
    return this.get(id) !== undefined;
  }

  *[Symbol.iterator](): Generator<[string, Story]> {
    for (const id of this.#all.keys()) {
      const story = this.get(id);
      if (story) yield [id, story];
    }
  }

  *keys(): Generator<string> {
    for (const [id] of this) yield id;
  }

  *values(): Generator<Story> {
    for (const [, story] of this) yield story;
  }

  /** A copy in which `how` was done to some stories: null takes one away, ids that are not here are passed over. */
  edited(ids: Iterable<string>, how: (story: Story) => Story | null): Stories<Story> {
    const changed = new Map(this.#changed);
    for (const id of ids) {
      const story = this.get(id);
      if (story) changed.set(id, how(story));
    }
    const copy = new Stories(this.#all, changed);
    return changed.size > beside ? new Stories(new Map(copy)) : copy;
  }
}
