import { plural } from '../words';
import type { Words } from './en';

export const words: Words = {
  wait: (n) => plural(n, { one: '{n} le espera', other: '{n} le esperan' }),
  storiesWait: (n) => plural(n, { one: '{n} historia le espera', other: '{n} historias le esperan' }),
  named: 'Se nombra a otra persona, o se la podría reconocer.',
  care: { talk: 'Quien la contó quiere hablar con alguien.', risk: 'Alguien puede estar en riesgo.' },
  contact: 'Cómo encontrar a quien la contó:',
  onlyYou:
    'Solo quienes cuidan aquí ven esta historia. Hable con quien la contó antes de ponerla con las demás.',
  whatWasDone: 'Diga qué se hizo. Solo lo leen quienes cuidan aquí.',
  wasDone: 'Lo que se hizo:',
  keptOut: 'Pidió cuidado y quedó fuera. Solo la ven quienes cuidan aquí.',
};
