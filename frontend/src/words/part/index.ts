import { speech } from '../speech.svelte';

export const told = speech({
  en: () => import('./en'),
  es: () => import('./es'),
  fr: () => import('./fr'),
  pt: () => import('./pt'),
  sw: () => import('./sw'),
  ar: () => import('./ar'),
});
