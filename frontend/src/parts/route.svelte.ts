/** Where in this page we are, kept in the address after `#` so that links and the back button work. */

export type Place =
  | { readonly name: 'workshops' }
  | { readonly name: 'new' }
  | { readonly name: 'account' }
  | { readonly name: 'code' | 'settings'; readonly workshopId: string }
  | { readonly name: 'board'; readonly workshopId: string; readonly held: boolean };

export function placeIn(hash: string): Place {
  const [, first, id, then] = /^#?\/?([^/]*)\/?([^/]*)\/?([^/]*)/.exec(hash) ?? [];
  if (first === 'new' || first === 'account') return { name: first };
  if (first === 'w' && id && (then === 'code' || then === 'settings')) return { name: then, workshopId: id };
  if (first === 'w' && id) return { name: 'board', workshopId: id, held: then === 'held' };
  return { name: 'workshops' };
}

export const toBoard = (id: string): string => `/board#/w/${id}`;
/** The board with the stories that wait for whoever opens it. */
export const toHeld = (id: string): string => `/board#/w/${id}/held`;
export const toCode = (id: string): string => `/board#/w/${id}/code`;
export const toSettings = (id: string): string => `/board#/w/${id}/settings`;
export const toWorkshops = '/board#/';
export const toAccount = '/board#/account';
export const toNew = '/board#/new';

export class Here {
  place = $state.raw<Place>(placeIn(location.hash));

  constructor() {
    addEventListener('hashchange', () => (this.place = placeIn(location.hash)));
  }
}
