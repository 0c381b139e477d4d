import { load } from '../words';

const bundles = {
  en: () => import('./en'),
  es: () => import('./es'),
};

export const w = await load(bundles);
