import type { ActionName } from '$/api/facilitator';
import { load } from '../words';

export const actions = await load<Record<ActionName, string>>({
  en: () => import('./en'),
  es: () => import('./es'),
});
