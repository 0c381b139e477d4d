import { load } from '../words';

export const actions = await load<Record<string, string>>({
  en: () => import('./en'),
  es: () => import('./es'),
});
