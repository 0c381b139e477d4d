/** Texts cut where a reader would cut them: never inside an emoji, a flag or a letter with its marks. */

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The beginning of a text in whole graphemes, at most `longest` as the service counts them (code points). */
export function cut(text: string, longest: number): string {
  let kept = '';
  let left = longest;
  for (const { segment } of graphemes.segment(text)) {
    left -= [...segment].length;
    if (left < 0) break;
    kept += segment;
  }
  return kept.trimEnd();
}

/** A text that begins with a capital, where its script has any. */
export const capital = (text: string): string => text.replace(/^./u, (first) => first.toLocaleUpperCase());
