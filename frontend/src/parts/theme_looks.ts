/** The twelve looks that a theme can have: a colour (light and dark) and the shape that goes with it. */
export const looks = [
  'clay',
  'ochre',
  'moss',
  'leaf',
  'teal',
  'sea',
  'indigo',
  'plum',
  'berry',
  'rose',
  'umber',
  'slate',
] as const;
export type Look = (typeof looks)[number];

/** The look that the service named; for a colour without a name here, the one that belongs to the letter. */
export function lookOf({ colour, letter }: { colour: string; letter: string }): Look {
  const named = looks.find((look) => look === colour);
  return named ?? looks[(letter.charCodeAt(letter.length - 1) - 65 + looks.length) % looks.length] ?? 'slate';
}
