import type { Words } from './en';

export const words: Words = {
  codes: {
    'collecting-closed': 'A oficina está fechada e já não recebe histórias.',
    'unknown-code': 'A oficina está fechada, ou o código mudou.',
    'story-id-taken': 'Outra história já tem o número dela. Corrija e envie de novo.',
    'story-withdrawn': 'A história foi retirada; as palavras já não existem.',
    'payload-invalid': 'Algo nela não tem a forma certa.',
    'not-allowed': 'Aqui você não pode fazer isto.',
    'login-needed': 'A oficina já não reconhece este telefone.',
  },
  other: 'Mostre isto, por favor, a quem conduz a oficina.',
  look: (fields) => `Reveja: ${fields}`,
  fields: {
    headline: 'a frase principal',
    notes: 'as notas',
    significance: 'por que importa',
    happened_where: 'onde aconteceu',
    happened_from: 'quando aconteceu',
    happened_to: 'quando aconteceu',
    teller_domain_id: 'de que trata mais',
    teller_name: 'o nome',
    consent: 'quem pode ler',
  },
};
