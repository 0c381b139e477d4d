/** The room at work, for its facilitator: sorting rounds, and panels that choose. */

import { answered, connect, type Shape } from './client';

export type Panel = Shape<'PanelRead'>;
export type Round = Shape<'RoundWithStories'>;
export type Selection = Shape<'SelectionRead'>;
export type SortingRound = Shape<'SortingRoundRead'>;
export type Tally = Shape<'TallyRead'>;

const api = connect();
const at = (workshop_id: string) => ({ params: { path: { workshop_id } } });
const ofRound = (round_id: string) => ({ params: { path: { round_id } } });
const ofPanel = (panel_id: string) => ({ params: { path: { panel_id } } });

export const sortingRounds = async (id: string): Promise<SortingRound[]> =>
  (await answered(api.GET('/api/v1/workshops/{workshop_id}/sorting-rounds', at(id)))).items;

export const openSorting = (id: string, body: Shape<'SortingRoundCreate'>): Promise<SortingRound> =>
  answered(api.POST('/api/v1/workshops/{workshop_id}/sorting-rounds', { ...at(id), body }));

export const closeSorting = (sorting_round_id: string): Promise<SortingRound> =>
  answered(
    api.POST('/api/v1/sorting-rounds/{sorting_round_id}/close', { params: { path: { sorting_round_id } } }),
  );

export const groupAsSorted = (id: string, sorting_round_id: string): Promise<Shape<'GroupingRunRead'>> =>
  answered(
    api.POST('/api/v1/workshops/{workshop_id}/grouping-runs', {
      ...at(id),
      body: { mode: 'sort', sorting_round_id },
    }),
  );

export const sortsAddress = (id: string, sorting_round_id: string): string =>
  `/api/v1/workshops/${id}/sorting-rounds/${sorting_round_id}/sorts.csv`;

export const panels = async (id: string): Promise<Panel[]> =>
  (await answered(api.GET('/api/v1/workshops/{workshop_id}/panels', at(id)))).items;

export const createPanel = (id: string, body: Shape<'PanelCreate'>): Promise<Panel> =>
  answered(api.POST('/api/v1/workshops/{workshop_id}/panels', { ...at(id), body }));

export const updatePanel = (panel_id: string, body: Shape<'PanelUpdate'>): Promise<Panel> =>
  answered(api.PATCH('/api/v1/panels/{panel_id}', { ...ofPanel(panel_id), body }));

export const removeMember = (panel_id: string, member_id: string) =>
  answered(
    api.DELETE('/api/v1/panels/{panel_id}/members/{member_id}', {
      params: { path: { panel_id, member_id } },
    }),
  );

export const openRound = (panel_id: string, body: Shape<'RoundCreate'>): Promise<Round> =>
  answered(api.POST('/api/v1/panels/{panel_id}/rounds', { ...ofPanel(panel_id), body }));

/** The panel's newest round with its stories, if it has one. */
export async function newestRound(panel_id: string): Promise<Round | null> {
  const { items } = await answered(api.GET('/api/v1/panels/{panel_id}/rounds', ofPanel(panel_id)));
  const newest = items.at(-1);
  return newest ? answered(api.GET('/api/v1/rounds/{round_id}', ofRound(newest.id))) : null;
}

export const openTurn = (id: string): Promise<Round> =>
  answered(api.POST('/api/v1/rounds/{round_id}/turns', ofRound(id)));

export const closeTurn = (id: string): Promise<Round> =>
  answered(api.POST('/api/v1/rounds/{round_id}/close-turn', ofRound(id)));

export const countHands = (id: string, body: Shape<'HandCount'>): Promise<Round> =>
  answered(api.POST('/api/v1/rounds/{round_id}/hand-count', { ...ofRound(id), body }));

export const reveal = (id: string): Promise<Round> =>
  answered(api.POST('/api/v1/rounds/{round_id}/reveal', ofRound(id)));

export const decide = (id: string, body: Shape<'SelectionCreate'>): Promise<Selection> =>
  answered(api.POST('/api/v1/rounds/{round_id}/selection', { ...ofRound(id), body }));
