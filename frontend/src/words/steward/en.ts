import { plural } from '../words';

/** What a steward reads of stories that are held. */
export const words = {
  wait: (n: number) => plural(n, { one: '{n} waits for you', other: '{n} wait for you' }),
  storiesWait: (n: number) =>
    plural(n, { one: '{n} story waits for you', other: '{n} stories wait for you' }),
  named: 'Somebody else is named in it, or could be recognised.',
  care: { talk: 'Its teller wants to talk to somebody.', risk: 'Somebody may be at risk.' },
  contact: 'How to find the teller:',
  onlyYou:
    'Only those who take care here see this story. Speak with its teller before you let it join the others.',
  whatWasDone: 'Say what was done. Only those who take care here read it.',
  wasDone: 'What was done:',
  keptOut: 'It asked for care and was kept out. Only those who take care here see it.',
};

export type Words = typeof words;
