import { describe, expect, it } from 'vitest';
import { spoken, type Tongue } from './speech.svelte';

/** Everything that participants read on phones, in every language. */
const all = import.meta.glob<{ words: object }>('./{join,receipt,part,care,refusals}/*.ts');
const pages = ['join', 'receipt', 'part', 'care', 'refusals'] as const;
const others = (Object.keys(spoken) as Tongue[]).filter((tag) => tag !== 'en');

/** Words that are the same in two languages, and rightly so. */
const shared = new Set(['No', 'Note', 'Notes', 'Code', 'Message']);
const samples = [0, 1, 2, 3, 11, 100, 1000];

const wordsOf = async (page: string, tag: string) => (await all[`./${page}/${tag}.ts`]!()).words;

/** Each sentence with its path; what takes a number or a name is asked with several. */
function sentences(words: unknown, path = ''): [string, string][] {
  if (typeof words === 'string') return [[path, words]];
  if (typeof words === 'function')
    return samples.map((n) => [
      `${path}(${n})`,
      String((words as (n: unknown, all: unknown) => string)(n, n)),
    ]);
  return Object.entries(words as object).flatMap(([key, value]) => sentences(value, `${path}.${key}`));
}

describe.each(pages)('the words of %s', (page) => {
  it.each(others)('are all there in %s, and in no other language', async (tag) => {
    document.documentElement.lang = tag;
    const english = new Map(sentences(await wordsOf(page, 'en')));
    const translated = sentences(await wordsOf(page, tag));

    expect(new Set(translated.map(([path]) => path))).toEqual(new Set(english.keys()));
    const same = translated.filter(([path, text]) => text === english.get(path) && !shared.has(text));
    expect(same).toEqual([]);
  });

  it.each(Object.keys(spoken))('have no gap in %s', async (tag) => {
    document.documentElement.lang = tag;
    for (const [path, text] of sentences(await wordsOf(page, tag)))
      expect(text.trim() === '' || /\{\w*\}|undefined|NaN/.test(text), `${path}: ${text}`).toBe(false);
  });
});
