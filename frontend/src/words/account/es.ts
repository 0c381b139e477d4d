import type { AccountWords } from './en';

export const words: AccountWords = {
  title: 'Su cuenta',
  toWorkshops: 'Talleres',
  close: 'Cerrar',
  cancel: 'Cancelar',
  loading: 'Cargando…',
  retry: 'Intentar de nuevo',

  password: {
    title: 'Contraseña',
    lead: 'Unas palabras que nadie más juntaría se recuerdan mejor y se adivinan peor. Al menos 8 caracteres.',
    old: 'Contraseña hasta ahora',
    fresh: 'Contraseña nueva',
    change: 'Cambiar la contraseña',
    changed: 'La contraseña nueva ya vale. En los demás equipos se cerró su sesión.',
  },

  logins: {
    title: 'Dónde tiene la sesión abierta',
    lead: 'Termine la sesión de un equipo que prestó o perdió.',
    here: 'aquí',
    since: (when) => `desde ${when}`,
    end: 'Terminar esta sesión',
    ended: 'Terminada.',
  },

  closing: {
    title: 'Cerrar su cuenta',
    lead: 'Se van su nombre, su correo, su contraseña, sus sesiones y su lugar en los talleres. Los talleres quedan y, en su registro, lo que usted decidió, con un número que no nombra a nadie. No se puede deshacer.',
    password: 'Su contraseña',
    close: 'Cerrar mi cuenta',
    sure: '¿Cerrar su cuenta para siempre?',
    alone:
      'Usted es la única persona que facilita algunos talleres: dé antes ese papel a otra persona o elimínelos.',
  },
};
