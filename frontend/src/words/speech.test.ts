import { afterEach, describe, expect, it } from 'vitest';
import { bestTongue, remember } from './speech.svelte';

afterEach(() => localStorage.clear());

describe('the language of a phone page', () => {
  it('is the phone’s, best one that the workshop lists, else the workshop’s first', () => {
    expect(bestTongue(['sw', 'en'], ['en-GB'])).toBe('en');
    expect(bestTongue(['sw', 'fr'], ['en-GB', 'fr'])).toBe('fr');
    expect(bestTongue(['en'], ['ar-EG'])).toBe('ar');
    expect(bestTongue(['sw', 'fr'], ['xx'])).toBe('sw');
  });

  it('is the phone’s as long as no workshop is known, and English when nobody speaks it', () => {
    expect(bestTongue([], ['pt-BR', 'en'])).toBe('pt');
    expect(bestTongue([], ['xx'])).toBe('en');
    expect(bestTongue(['xx'], ['ar-EG'])).toBe('ar');
  });

  it('is what the visitor chose, above all', () => {
    remember('ar');

    expect(bestTongue(['sw'], ['en'])).toBe('ar');
  });
});
