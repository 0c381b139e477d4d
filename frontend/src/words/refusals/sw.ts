import type { Words } from './en';

export const words: Words = {
  codes: {
    'collecting-closed': 'Warsha imefungwa na haipokei hadithi tena.',
    'unknown-code': 'Warsha imefungwa, au msimbo wake umebadilishwa.',
    'story-id-taken': 'Hadithi nyingine ina namba hii tayari. Irekebishe na uitume tena.',
    'story-withdrawn': 'Hadithi iliondolewa; maneno yake hayapo tena.',
    'payload-invalid': 'Kuna kitu ndani yake ambacho hakiko sawa.',
    'not-allowed': 'Huwezi kufanya hili hapa.',
    'login-needed': 'Warsha haiitambui simu hii tena.',
  },
  other: 'Tafadhali mwonyeshe anayeongoza warsha.',
  look: (fields) => `Angalia tena: ${fields}`,
  fields: {
    headline: 'sentensi kuu',
    notes: 'maelezo',
    significance: 'kwa nini ni muhimu',
    happened_where: 'ilitokea wapi',
    happened_from: 'ilitokea lini',
    happened_to: 'ilitokea lini',
    teller_domain_id: 'inahusu nini zaidi',
    teller_name: 'jina',
    consent: 'nani anaweza kuisoma',
  },
};
