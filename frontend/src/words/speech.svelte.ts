/** The words of a phone page: one language at a time, changed without leaving the page. */

export const spoken = {
  en: 'English',
  es: 'Español',
  fr: 'Français',
  pt: 'Português',
  sw: 'Kiswahili',
  ar: 'العربية',
} as const;

export type Tongue = keyof typeof spoken;

const keptAs = 'storyharvest.language';
const isSpoken = (tag: string): tag is Tongue => tag in spoken;
const short = (tag: string): string => tag.toLowerCase().split('-')[0]!;

/** What the visitor chose, in the address (which is then remembered) or before; null when nothing. */
function chosen(): Tongue | null {
  let tag = new URLSearchParams(location.search).get('lang');
  if (tag && isSpoken(short(tag))) remember(short(tag) as Tongue);
  try {
    tag ??= localStorage.getItem(keptAs);
  } catch {
    // no storage, no memory of a choice
  }
  return tag && isSpoken(short(tag)) ? (short(tag) as Tongue) : null;
}

/** The visitor's choice; else the first of the phone's languages that we speak, best one the workshop lists; else its own. */
export function bestTongue(
  workshop: readonly string[] = [],
  phone: readonly string[] = navigator.languages,
): Tongue {
  const ours = (tags: readonly string[]) => tags.map(short).filter(isSpoken);
  const [listed, wished] = [ours(workshop), ours(phone)];
  return chosen() ?? wished.find((tag) => listed.includes(tag)) ?? wished[0] ?? listed[0] ?? 'en';
}

export function remember(tag: Tongue): void {
  try {
    localStorage.setItem(keptAs, tag);
  } catch {
    // the choice holds until the page is left
  }
}

/** People’s words inside ours, so that neither turns the other’s direction of writing. */
export const isolated = (text: string): string => `\u2068${text}\u2069`;

/** `speak` resolves once the words are there; where they cannot be had (no network), the page keeps its language. */
export function speech<Words>(bundles: Record<Tongue, () => Promise<{ words: Words }>>) {
  let words = $state.raw<Words>();
  let tag = $state.raw<Tongue>('en');
  return {
    /** The words; a page is shown only once it has some. */
    get w(): Words {
      return words!;
    },
    get tag() {
      return tag;
    },
    async speak(wanted: Tongue): Promise<void> {
      if (words && wanted === tag) return;
      const found = await bundles[wanted]().catch(() => null);
      if (!found) return;
      document.documentElement.lang = wanted;
      document.documentElement.dir = wanted === 'ar' ? 'rtl' : 'ltr';
      tag = wanted;
      words = found.words;
    },
  };
}
