import { clock, number, plural } from '../words';

export const words = {
  title: 'On the wall',
  join: 'Join',
  code: 'Code',
  scan: 'Scan, or open',
  qr: (address: string) => `QR code that opens ${address}`,
  told: (n: number) => plural(n, { zero: 'no story yet', one: 'story told', other: 'stories told' }),
  people: (n: number) => plural(n, { one: '{n} person is here', other: '{n} people are here' }),
  stories: (n: number) => plural(n, { one: '{n} story', other: '{n} stories' }),
  story: (n: number) => `Story ${number(n)}`,
  agreed: 'agreed',
  unnamed: 'No name yet',
  notPlaced: (n: number) =>
    plural(n, { one: '{n} story not placed yet', other: '{n} stories not placed yet' }),
  noThemes: 'Themes appear here as the room makes them.',
  anonymous: 'told without a name',
  offline: (at: Date) => `Offline: as of ${clock(at.toISOString())}`,
  away: 'The service does not answer. This window goes on trying.',
  closed: 'This window’s key is not valid any more. Open the wall again from the board.',
  noKey: 'Open the wall from the board: “On the wall”.',
  loading: 'Loading…',
  page: (n: number, all: number) => `${number(n)} / ${number(all)}`,
  resting: 'stays on this page',
  sorting: 'Everybody sorts:',
  sortingSaid: (people: string, seats: string, pairs: string, steady: boolean) =>
    `${people} of ${seats} people, ${pairs} of all pairs${steady ? ', and the picture is steady' : ''}`,
  voted: (voted: string, seats: string) => `${voted} of ${seats} have voted`,
};

export type Words = typeof words;
