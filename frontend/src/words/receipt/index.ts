import { load } from '../words';

export const w = await load({
  en: () => import('./en'),
  es: () => import('./es'),
});
