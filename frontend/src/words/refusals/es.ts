import type { Words } from './en';

export const words: Words = {
  codes: {
    'collecting-closed': 'El taller está cerrado y ya no recibe historias.',
    'unknown-code': 'El taller está cerrado, o su código cambió.',
    'story-id-taken': 'Otra historia ya tiene su número. Corríjala y envíela de nuevo.',
    'story-withdrawn': 'La historia se retiró; sus palabras ya no están.',
    'payload-invalid': 'Algo en ella no tiene la forma correcta.',
    'not-allowed': 'Aquí no puede hacer esto.',
    'login-needed': 'El taller ya no reconoce este teléfono.',
  },
  other: 'Muéstrelo, por favor, a la persona que dirige el taller.',
  look: (fields) => `Revise: ${fields}`,
  fields: {
    headline: 'la frase principal',
    notes: 'las notas',
    significance: 'por qué importa',
    happened_where: 'dónde ocurrió',
    happened_from: 'cuándo ocurrió',
    happened_to: 'cuándo ocurrió',
    teller_domain_id: 'de qué trata sobre todo',
    teller_name: 'el nombre',
    consent: 'quién puede leerla',
  },
};
