import { plural } from '../words';

export const words = {
  title: 'Your story',
  language: 'Language',
  askTitle: 'What became of your story?',
  askHelp: 'Type the receipt code that you were shown when your story was received.',
  code: 'Receipt code',
  show: 'Show my story',
  unknown: 'No story has this receipt. Check each letter.',
  loading: 'Looking for your story…',
  offline: 'No connection. Please try again.',
  noAnswer: 'No answer came. Please try again: doing it twice does no harm.',
  failed: 'That did not work:',
  toldAt: (when: string) => `Told ${when}`,
  storyNo: (n: string) => `Story ${n}`,
  version: (n: string) => `Corrected, version ${n}`,

  became: 'What became of it',
  states: {
    submitted: 'It was received. Somebody careful reads it before the others do.',
    in_set: 'It is among the stories that the workshop works with.',
    set_aside: 'The facilitator set it aside. It is kept, but the workshop does not work with it.',
    withdrawn: 'It was withdrawn. Its words are erased; only its number remains in the counts.',
  },
  care: 'Only those who take care of people here can read it. It is on no board and no wall.',
  noTheme: 'It is in no theme yet.',
  inTheme: 'Its theme',
  themeStates: {
    suggested: 'A suggestion so far: the room has not agreed on this theme yet.',
    agreed: 'The room agreed on this theme.',
    retired: 'The room no longer uses this theme.',
  },
  placedBy: {
    facilitator: 'A facilitator put it there.',
    group: 'The people in the room put it there together.',
    machine: 'A machine suggested it; no person has confirmed it yet.',
    teller: 'You put it there.',
  },
  steps: 'How it came there',
  into: {
    facilitator: (theme: string) => `A facilitator put it into ${theme}`,
    group: (theme: string) => `The people in the room put it into ${theme}`,
    machine: (theme: string) => `A machine suggested ${theme}`,
    teller: (theme: string) => `You put it into ${theme}`,
  },
  takenOut: 'It was taken out of its theme',
  reasonGiven: 'A reason was given',
  exports: 'Files it went into',
  exportsHelp: 'A file is a copy: what you change here changes the files made from now on.',
  noExports: 'It has not been taken away in any file so far.',
  profiles: {
    evaluation: 'for those who evaluate this work',
    partners: 'for partner organisations',
    public: 'for everybody',
  } as Record<string, string>,
  inFiles: (n: number) =>
    plural(n, {
      one: 'It is in {n} file that was made before. Whoever has that file still has its words; the facilitator can ask them to erase it.',
      other:
        'It is in {n} files that were made before. Whoever has those files still has its words; the facilitator can ask them to erase it.',
    }),

  readers: 'Who may read it',
  scopes: {
    workshop: 'Only people in this workshop',
    evaluation: 'Also those who evaluate this work',
    partners: 'Also partner organisations',
    public: 'Anyone, also on the internet',
  },
  nameTitle: 'Your name with the story',
  names: {
    anonymous: 'No name',
    first_name: 'My first name',
    named: 'My full name',
    pseudonym: 'A name I make up',
  },
  fewer: 'Choose fewer readers',
  fewerHelp: 'Here you can only narrow what you agreed to.',
  until: 'Until which day?',
  untilHelp:
    'After that day nobody reads it any more, and it goes into no new file. Leave it empty for no end.',
  untilDay: (day: string) => `until ${day}`,
  expired: 'What you agreed to has run out: nobody reads it any more.',
  save: 'Save',
  saved: 'Saved.',
  correct: 'Correct the story',
  correctHelp: 'The words before stay on record in the workshop, marked as older.',
  headline: 'What changed? In one sentence',
  note: 'Note',
  significance: 'Why does this matter to you?',
  lackHeadline: 'Please write one sentence.',
  tooLong: 'One of the texts is too long: a headline has at most 160 letters, a note 1,000.',
  saveWords: 'Save the correction',
  cancel: 'Cancel',
  withdraw: 'Take the story back',
  withdrawSure:
    'Its words will be erased everywhere: on the board, in every summary and in every later export. This cannot be undone.',
  withdrawYes: 'Take it back for good',
  keepIt: 'Keep it',
  withdrawn: 'Your story is taken back.',
};

export type Words = typeof words;
