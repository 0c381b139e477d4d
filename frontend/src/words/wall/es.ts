import { clock, number, plural } from '../words';
import type { Words } from './en';

export const words: Words = {
  title: 'En la pared',
  join: 'Únase',
  code: 'Código',
  scan: 'Escanee, o abra',
  qr: (address) => `Código QR que abre ${address}`,
  told: (n) =>
    plural(n, { zero: 'ninguna historia todavía', one: 'historia contada', other: 'historias contadas' }),
  people: (n) => plural(n, { one: '{n} persona está aquí', other: '{n} personas están aquí' }),
  stories: (n) => plural(n, { one: '{n} historia', other: '{n} historias' }),
  story: (n) => `Historia ${number(n)}`,
  agreed: 'acordado',
  unnamed: 'Sin nombre todavía',
  notPlaced: (n) =>
    plural(n, { one: '{n} historia sin lugar todavía', other: '{n} historias sin lugar todavía' }),
  noThemes: 'Los temas aparecen aquí a medida que la sala los hace.',
  anonymous: 'contada sin nombre',
  offline: (at) => `Sin conexión: como a las ${clock(at.toISOString())}`,
  away: 'El servicio no responde. Esta ventana sigue intentando.',
  closed: 'La llave de esta ventana ya no vale. Abra la pared otra vez desde el tablero.',
  noKey: 'Abra la pared desde el tablero: «En la pared».',
  loading: 'Cargando…',
  page: (n, all) => `${number(n)} / ${number(all)}`,
  resting: 'se queda en esta página',
  sorting: 'Todos ordenan:',
  sortingSaid: (people, seats, pairs, steady) =>
    `${people} de ${seats} personas, ${pairs} de todos los pares${steady ? ', y la imagen es firme' : ''}`,
  voted: (voted, seats) => `han votado ${voted} de ${seats}`,
};
