import { plural } from '../words';
import type { Words } from './en';

export const words: Words = {
  title: 'Todos ordenan',
  language: 'Idioma',
  loading: 'Cargando…',
  retry: 'Intentar de nuevo',
  noAnswer: 'El servicio no responde.',
  choose: '¿Qué taller?',
  none: 'Todavía no hay taller.',
  toBoard: 'Al tablero',
  login: {
    title: 'Entrar para que la sala ordene',
    email: 'Correo electrónico',
    password: 'Contraseña',
    submit: 'Entrar',
    wrong: 'Este correo y esta contraseña no van juntos.',
    toJoin: '¿Viene a contar una historia? Use el código de su taller.',
  },
  lead: 'Cada teléfono recibe algunas historias y dice cuáles van juntas. De muchas manos salen sugerencias de temas: lo que las personas ven junto, no lo que comparten las palabras.',
  onlyReviewing: 'La sala ordena en la etapa Revisar, cuando todas las personas han contado.',
  toReviewing: 'Pasar a Revisar',
  size: '¿Cuántas historias recibe cada persona?',
  sizeWhy: (stories, phones, hands) =>
    `Con ${stories} historias y ${plural(phones, { one: '{n} teléfono', other: '{n} teléfonos' })}, cada historia está en unas ${hands} manos; cinco son un buen comienzo.`,
  minutes: '¿Cuántos minutos, más o menos? (puede quedar vacío)',
  namesHidden: 'No mostrar quién contó una historia',
  begin: 'Todos ordenan',
  open: 'La sala está ordenando',
  phonesHelp:
    'Los teléfonos lo encuentran en «lo que le pide la sala»: la línea sobre la etapa en cada teléfono lleva allí.',
  closed: 'El orden está cerrado',
  people: 'Personas que ordenan',
  ofSeats: (people, seats) => `${people} de ${seats}`,
  stories: 'Historias que alguien ordenó',
  pairs: 'Pares que alguien tuvo juntos en la mano',
  steady: 'Qué tan firme es la imagen',
  steadiness: {
    unknown: 'todavía no se puede decir: muy pocas personas tuvieron las mismas historias',
    moving: 'todavía se mueve: más manos la cambiarán',
    fair: 'bastante firme: más manos cambiarán un poco',
    steady: 'firme: más manos cambiarían poco',
  },
  never: 'Nadie ve quién puso qué dónde.',
  stop: 'Ya es suficiente',
  suggest: 'Hacer sugerencias con lo que ordenó la sala',
  working: 'Haciendo sugerencias…',
  ready: (n) =>
    plural(n, { one: 'Hay {n} sugerencia en el tablero', other: 'Hay {n} sugerencias en el tablero' }),
  failed: 'Eso no funcionó:',
  take: 'Llevarse lo ordenado (CSV)',
  again: 'Ordenar otra vez',
};
