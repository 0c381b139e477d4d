import type { Words } from './en';

export const words: Words = {
  open: 'Quiero que alguien hable conmigo, o alguien puede estar en riesgo',
  legend: '¿Esta historia necesita cuidado?',
  choices: { no: 'No', talk: 'Sí, por favor, hablen conmigo', risk: 'Sí, alguien puede estar en riesgo' },
  contact: '¿Cómo pueden encontrarle?',
  contactHelp: 'Si quiere. Solo lo ven esas personas.',
  who: (names) => `Quién puede leer esta historia: ${names}, y nadie más.`,
  whoUnnamed: 'Solo quienes cuidan de las personas en este taller pueden leer esta historia.',
  nowhere:
    'No está en ningún tablero, en ninguna pantalla ni en ningún informe. Solo esas personas podrían ponerla con las demás historias, y se les pide que hablen antes con usted.',
  urgent:
    'Si alguien está en peligro ahora, dígaselo a una persona a su lado: puede que su historia no se lea enseguida.',
  ask: 'Pedir cuidado',
  cancel: 'Ahora no',
};
