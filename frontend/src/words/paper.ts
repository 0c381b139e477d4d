/** The words of the join page for paper: a sheet asks and promises the same as a phone, in up to all its languages. */

import type { Words } from './join/en';
import { spoken, type Tongue } from './speech.svelte';

const bundles: Record<Tongue, () => Promise<{ words: Words }>> = {
  en: () => import('./join/en'),
  es: () => import('./join/es'),
  fr: () => import('./join/fr'),
  pt: () => import('./join/pt'),
  sw: () => import('./join/sw'),
  ar: () => import('./join/ar'),
};

export interface Tongued {
  tag: Tongue;
  words: Words;
}

/** Those of the workshop's languages that we speak; English where there is none. */
export function tonguesOf(workshop: readonly string[]): Tongue[] {
  const short = workshop.map((tag) => tag.toLowerCase().split('-')[0]!);
  const ours = [...new Set(short)].filter((tag): tag is Tongue => tag in spoken);
  return ours.length ? ours : ['en'];
}

export const wordsIn = (tags: readonly Tongue[]): Promise<Tongued[]> =>
  Promise.all(tags.map(async (tag) => ({ tag, words: (await bundles[tag]()).words })));
