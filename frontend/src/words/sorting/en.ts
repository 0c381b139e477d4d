import { plural } from '../words';

export const words = {
  title: 'Everybody sorts',
  language: 'Language',
  loading: 'Loading…',
  retry: 'Try again',
  noAnswer: 'The service does not answer.',
  choose: 'Which workshop?',
  none: 'No workshop yet.',
  toBoard: 'To the board',
  login: {
    title: 'Log in to let the room sort',
    email: 'E-mail',
    password: 'Password',
    submit: 'Log in',
    wrong: 'This e-mail and password do not go together.',
    toJoin: 'Here to tell a story? Use your workshop’s code instead.',
  },
  lead: 'Each phone gets some of the stories and says which belong together. From many hands come suggestions for themes: what people see together, not what words share.',
  onlyReviewing: 'The room sorts in the stage Review, when all have told.',
  toReviewing: 'Move to Review',
  size: 'How many stories does each person get?',
  sizeWhy: (stories: number, phones: number, hands: string) =>
    `With ${stories} stories and ${plural(phones, { one: '{n} phone', other: '{n} phones' })}, each story then lies in about ${hands} hands; five are a good beginning.`,
  minutes: 'How many minutes, about? (may stay empty)',
  namesHidden: 'Do not show who told a story',
  begin: 'Everybody sorts',
  open: 'The room sorts now',
  phonesHelp:
    'Phones find it under “what the room asks of you”: the line about the stage on each phone leads there.',
  closed: 'Sorting is closed',
  people: 'People who sort',
  ofSeats: (people: string, seats: string) => `${people} of ${seats}`,
  stories: 'Stories that somebody sorted',
  pairs: 'Pairs that somebody had both in hand',
  steady: 'How steady the picture is',
  steadiness: {
    unknown: 'cannot be told yet: too few had the same stories',
    moving: 'still moving: more hands will change it',
    fair: 'fairly steady: more hands will change a little',
    steady: 'steady: more hands would change little',
  },
  never: 'Nobody sees who put what where.',
  stop: 'That is enough',
  suggest: 'Make suggestions from what the room sorted',
  working: 'Making suggestions…',
  ready: (n: number) =>
    plural(n, { one: '{n} suggestion is on the board', other: '{n} suggestions are on the board' }),
  failed: 'That did not work:',
  take: 'Take the sorts away (CSV)',
  again: 'Sort once more',
};

export type Words = typeof words;
