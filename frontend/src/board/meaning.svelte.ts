/** Searching by meaning: a worker compares, and while none is there the words are searched as ever. */
import { searchByMeaning, type NearStory } from '$/api/board';
import { w } from '$/words/board';
import type { Port } from './port';

export type Answer = 'asking' | 'away' | readonly NearStory[];

export class Meaning {
  /** The text that was asked for last. */
  text = $state('');
  answer = $state.raw<Answer>([]);
  /** The stories found, while the text that was asked for is still the one searched for. */
  readonly found: ReadonlySet<string> | null = $derived.by(() =>
    typeof this.answer !== 'string' && this.text !== '' && this.text === this.#desk.search.trim()
      ? new Set(this.answer.map((one) => one.story_id))
      : null,
  );

  readonly #desk: Port;

  constructor(desk: Port) {
    this.#desk = desk;
  }

  async ask(): Promise<void> {
    const desk = this.#desk;
    const text = desk.search.trim();
    if (!text) return;
    this.text = text;
    this.answer = 'asking';
    desk.side = 'meaning';
    await desk.attempt(
      async () => {
        const found = await searchByMeaning(desk.workshop.id, text);
        if (this.text !== text) return; // asked for something else meanwhile
        this.answer = found ?? 'away';
        desk.notices.say(found ? w.meaning.found(found.length, text) : w.meaning.away);
      },
      () => (this.answer = 'away'),
    );
  }
}
