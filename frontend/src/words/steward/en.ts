/** What a steward reads of a story that is held. */
export const words = {
  named: 'Somebody else is named in it, or could be recognised.',
  care: { talk: 'Its teller wants to talk to somebody.', risk: 'Somebody may be at risk.' },
  contact: 'How to find the teller:',
  onlyYou:
    'Only those who take care here see this story. Speak with its teller before you let it join the others.',
  whatWasDone: 'Say what was done. Only those who take care here read it.',
};

export type Words = typeof words;
