/** Who was logged in here last and in which workshop: without a network, sheets are typed in with what is known. */
import type { Account, WorkshopDetail } from '$/api/facilitator';
import { kept } from '$/parts/preferences';

export interface Known {
  readonly account: Account;
  readonly workshop: WorkshopDetail;
}

const name = 'known';

export const known = (): Known | null => kept<Known | null>(name, null);
export const remember = (here: Known): Known => kept.set(name, here);
/** Whoever logs out is not known here any more. */
export const forget = (): null => kept.set(name, null);
