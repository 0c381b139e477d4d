/** Where in this page we are, kept in the address after `#` so that links and the back button work. */

export type Place =
  | { readonly name: 'workshops' }
  | { readonly name: 'new' }
  | { readonly name: 'board' | 'code'; readonly workshopId: string };

export function placeIn(hash: string): Place {
  const [, first, id, then] = /^#?\/?([^/]*)\/?([^/]*)\/?([^/]*)/.exec(hash) ?? [];
  if (first === 'new') return { name: 'new' };
  if (first === 'w' && id) return { name: then === 'code' ? 'code' : 'board', workshopId: id };
  return { name: 'workshops' };
}

export const toBoard = (id: string): string => `/board#/w/${id}`;
export const toCode = (id: string): string => `/board#/w/${id}/code`;
export const toWorkshops = '/board#/';
export const toNew = '/board#/new';

export class Here {
  place = $state.raw<Place>(placeIn(location.hash));

  constructor() {
    addEventListener('hashchange', () => (this.place = placeIn(location.hash)));
  }
}
