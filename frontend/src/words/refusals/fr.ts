import type { Words } from './en';

export const words: Words = {
  codes: {
    'collecting-closed': 'L’atelier est fermé et ne prend plus d’histoires.',
    'unknown-code': 'L’atelier est fermé, ou son code a changé.',
    'story-id-taken': 'Une autre histoire a déjà son numéro. Modifiez-la et renvoyez-la.',
    'story-withdrawn': 'L’histoire a été retirée ; ses mots sont effacés.',
    'payload-invalid': 'Quelque chose n’y a pas la bonne forme.',
    'not-allowed': 'Vous ne pouvez pas faire cela ici.',
    'login-needed': 'L’atelier ne reconnaît plus ce téléphone.',
  },
  other: 'Montrez-le s’il vous plaît à la personne qui dirige l’atelier.',
  look: (fields) => `À revoir : ${fields}`,
  fields: {
    headline: 'la phrase principale',
    notes: 'les notes',
    significance: 'pourquoi c’est important',
    happened_where: 'où cela s’est passé',
    happened_from: 'quand cela s’est passé',
    happened_to: 'quand cela s’est passé',
    teller_domain_id: 'de quoi il s’agit surtout',
    teller_name: 'le nom',
    consent: 'qui peut la lire',
  },
};
