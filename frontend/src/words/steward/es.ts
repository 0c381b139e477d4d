import type { Words } from './en';

export const words: Words = {
  named: 'Se nombra a otra persona, o se la podría reconocer.',
  care: { talk: 'Quien la contó quiere hablar con alguien.', risk: 'Alguien puede estar en riesgo.' },
  contact: 'Cómo encontrar a quien la contó:',
  onlyYou:
    'Solo quienes cuidan aquí ven esta historia. Hable con quien la contó antes de ponerla con las demás.',
  whatWasDone: 'Diga qué se hizo. Solo lo leen quienes cuidan aquí.',
};
