import type { Words } from './en';

export const words: Words = {
  product: 'StoryHarvest',
  language: 'Idioma',
  lead: 'Lo que cambió, en las palabras de quienes lo vivieron.',
  code: 'El código de su taller',
  codeHelp: 'Seis letras y números; están en la pared o se los dice quien facilita.',
  go: 'Contar una historia',
  wrong: 'Un código tiene seis letras y números.',
  how: 'Cómo es una cosecha',
  steps: [
    {
      title: 'La gente cuenta',
      text: 'En un teléfono, en un minuto: un titular y una o dos notas sobre un cambio.',
    },
    {
      title: 'La sala agrupa',
      text: 'La máquina sugiere qué va junto. Las personas deciden, nombran y acuerdan.',
    },
    {
      title: 'Los temas van a casa',
      text: 'Cada uno con sus historias, sus razones y todas las decisiones anotadas.',
    },
  ],
  facilitators: 'Facilitadores',
  login: 'Entrar a sus talleres',
  receipt: 'Tengo un recibo',
  receiptLead: 'Vea qué pasó con su historia, corríjala o retírela.',
};
