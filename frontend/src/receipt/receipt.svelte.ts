/** One story seen through its receipt: what became of it, and what its teller may still do with it. */

import { ask, type Reply } from '../api/ask';
import type { Shape } from '../api/client';
import type { Care, Refusal } from '../outbox/phone_story';
import { refusalFrom } from '../outbox/queue';
import { told } from '../words/receipt';
import { remember, type Tongue } from '../words/speech.svelte';

export type ReceiptRead = Shape<'ReceiptRead'>;
type Update = Shape<'StoryUpdate'>;
export type Trouble = { kind: 'none' | 'unknown' | 'no_answer' } | { kind: 'refused'; refusal: Refusal };

/** From the fewest readers to the most; from no name to the whole one. */
export const scopes = ['workshop', 'evaluation', 'partners', 'public'] as const;
export const nameUses = ['anonymous', 'pseudonym', 'first_name', 'named'] as const;

/** What the teller may choose now: what they agreed to, or less. */
export const upTo = <Choice extends string>(all: readonly Choice[], agreed: Choice): Choice[] =>
  all.slice(0, all.indexOf(agreed) + 1);

class Receipt {
  code = $state('');
  story = $state.raw<ReceiptRead | null>(null);
  busy = $state(false);
  trouble = $state.raw<Trouble>({ kind: 'none' });
  /** What the live region says. */
  said = $state('');

  async start(): Promise<void> {
    addEventListener('hashchange', () => void this.openAddress());
    await this.openAddress();
  }

  async openAddress(): Promise<void> {
    this.story = null;
    this.code = decoded(location.hash.slice(1));
    if (this.code) await this.show();
  }

  async show(): Promise<void> {
    await this.#exchange('GET', '');
    if (this.story) history.replaceState(null, '', `#${encodeURIComponent(this.code.trim())}`);
  }

  /** True when the service took the change. */
  change(update: Update): Promise<boolean> {
    return this.#exchange('PATCH', '', update);
  }

  withdraw(): Promise<boolean> {
    return this.#exchange('POST', '/withdraw', {});
  }

  askForCare(care: Care, care_contact: string): Promise<boolean> {
    return this.#exchange('POST', '/care', { care, care_contact });
  }

  reply(message: string): Promise<boolean> {
    return this.#exchange('POST', '/reply', { message });
  }

  /** Whether the teller agrees that the story is verified. */
  agree(verification_id: string, agrees: boolean): Promise<boolean> {
    return this.#exchange('POST', '/agreement', { verification_id, agrees });
  }

  async #exchange(method: 'GET' | 'PATCH' | 'POST', tail: string, body?: object): Promise<boolean> {
    this.busy = true;
    const path = `/receipts/${encodeURIComponent(this.code.trim())}${tail}`;
    const reply = await ask({ method, path, ...(body && { body: JSON.stringify(body) }) });
    this.busy = false;
    this.trouble = troubleIn(reply);
    if (this.trouble.kind !== 'none') return false;
    this.story = reply!.data as ReceiptRead;
    return true;
  }

  async speak(tag: Tongue): Promise<void> {
    remember(tag);
    await told.speak(tag);
  }

  say(text: string): void {
    this.said = this.said === text ? `${text}\u00a0` : text;
  }
}

/** Only the service's own words count; a stranger's page is no answer. */
function troubleIn(reply: Reply | null): Trouble {
  const data = reply?.data;
  if (!reply || typeof data !== 'object' || data === null) return { kind: 'no_answer' };
  if ((reply.status === 200 || reply.status === 201) && 'serial_no' in data) return { kind: 'none' };
  if (reply.status === 404) return { kind: 'unknown' };
  if (reply.status < 400 || reply.status >= 500) return { kind: 'no_answer' };
  return { kind: 'refused', refusal: refusalFrom(data) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export const receipt = new Receipt();
