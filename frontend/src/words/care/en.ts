export const words = {
  open: 'I want somebody to talk to me, or somebody may be at risk',
  legend: 'Does this story need care?',
  choices: { no: 'No', talk: 'Yes, please talk to me', risk: 'Yes, somebody may be at risk' },
  contact: 'How can they find you?',
  contactHelp: 'If you like. Only they see this.',
  who: (names: string) => `Only ${names} can read this story.`,
  whoUnnamed: 'Only those who take care of people in this workshop can read this story.',
  nowhere:
    'It is on no board, on no wall and in no report. Only they could let it join the other stories, and they are asked to speak with you first.',
  urgent: 'If somebody is in danger now, tell a person beside you: your story may not be read at once.',
  ask: 'Ask for care',
  cancel: 'Not now',
};

export type Words = typeof words;
