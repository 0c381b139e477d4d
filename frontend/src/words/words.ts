/** Which language this page speaks, and how it counts and dates in it. */

const asked = new URLSearchParams(location.search).get('lang');
const kept = 'storyharvest.language';

/** The languages wanted here, the best first: asked for in the address, chosen before, then the browser's. */
function wanted(): string[] {
  const chosen = asked ?? readChosen();
  return [...(chosen ? [chosen] : []), ...navigator.languages].map((tag) => tag.toLowerCase());
}

function readChosen(): string | null {
  try {
    return localStorage.getItem(kept);
  } catch {
    return null; // storage may be closed to us; then nothing was chosen
  }
}

/** The first wanted language among those on offer; English when none fits. */
export function bestOf<Tag extends string>(offered: readonly Tag[], wishes = wanted()): Tag | 'en' {
  for (const wish of wishes) {
    const found = offered.find((tag) => tag === wish || tag === wish.split('-')[0]);
    if (found) return found;
  }
  return 'en';
}

/** Load one language's words and tell the document which language it is. */
export async function load<Words>(
  bundles: { en: () => Promise<{ words: Words }> } & Record<string, () => Promise<{ words: Words }>>,
): Promise<Words> {
  const tag = bestOf(Object.keys(bundles));
  document.documentElement.lang = tag;
  document.documentElement.dir = rightToLeft.has(tag) ? 'rtl' : 'ltr';
  return (await bundles[tag]!()).words;
}

const rightToLeft = new Set(['ar', 'fa', 'he', 'ur']);

/** Remember a language and speak it from now on. */
export function speak(tag: string): void {
  try {
    localStorage.setItem(kept, tag);
  } catch {
    // without storage the choice holds for this page only, by the address
  }
  const here = new URL(location.href);
  here.searchParams.set('lang', tag);
  location.replace(here);
}

/** Making a format costs far more than using it, so each language's is made once. */
function once<T>(make: (tag: string) => T): (tag: string) => T {
  const made = new Map<string, T>();
  return (tag) => made.get(tag) ?? made.set(tag, make(tag)).get(tag)!;
}
const pluralRules = once((tag) => new Intl.PluralRules(tag));
const numberFormat = once((tag) => new Intl.NumberFormat(tag));

const language = () => document.documentElement.lang || 'en';

/** “1 story”, “2 stories”: the form that the language wants for a number; `{n}` stands for it. */
export function plural(
  n: number,
  forms: Partial<Record<Intl.LDMLPluralRule, string>> & { other: string },
): string {
  const exact = n === 0 ? forms.zero : undefined;
  const form = exact ?? forms[pluralRules(language()).select(n)] ?? forms.other;
  return form.replace('{n}', number(n));
}

export const number = (n: number): string => numberFormat(language()).format(n);
export const percent = (share: number): string =>
  new Intl.NumberFormat(language(), { style: 'percent', maximumFractionDigits: 0 }).format(share);
export const clock = (at: string): string =>
  new Intl.DateTimeFormat(language(), { hour: '2-digit', minute: '2-digit' }).format(new Date(at));
export const dayAndTime = (at: string): string =>
  new Intl.DateTimeFormat(language(), { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(at));
export const day = (at: string): string =>
  new Intl.DateTimeFormat(language(), { dateStyle: 'long' }).format(new Date(at));

/** “3 seconds ago”, in the words of the language. */
export function ago(at: string, now = Date.now()): string {
  const seconds = Math.round((new Date(at).getTime() - now) / 1000);
  const format = new Intl.RelativeTimeFormat(language(), { numeric: 'auto' });
  for (const [unit, size] of spans)
    if (Math.abs(seconds) >= size) return format.format(Math.trunc(seconds / size), unit);
  return format.format(Math.min(seconds, 0), 'second');
}

const spans: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];
