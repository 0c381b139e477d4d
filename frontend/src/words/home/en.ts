export const words = {
  product: 'StoryHarvest',
  language: 'Language',
  lead: 'What changed, in the words of the people it changed for.',
  code: 'Your workshop’s code',
  codeHelp: 'Six letters and numbers, shown on the wall or told by your facilitator.',
  go: 'Tell a story',
  wrong: 'A code has six letters and numbers.',
  how: 'How a harvest goes',
  steps: [
    {
      title: 'People tell',
      text: 'On a phone, in a minute: a headline and one or two notes about a change.',
    },
    {
      title: 'The room groups',
      text: 'The machine suggests what belongs together. People decide, name and agree.',
    },
    { title: 'Themes go home', text: 'Each with its stories, its reasons and every decision on record.' },
  ],
  facilitators: 'Facilitators',
  login: 'Log in to your workshops',
  receipt: 'I have a receipt',
  receiptLead: 'See what became of your story, correct it or take it back.',
};

export type Words = typeof words;
