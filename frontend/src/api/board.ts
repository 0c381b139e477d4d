/** What the board asks for besides itself: how two moments differ. */
import { answered, connect, type Shape } from './client';

export type BoardCompared = Shape<'BoardCompared'>;

const api = connect();

/** What became of themes and stories on the way from one moment to another; without `to` the way to now. */
export const compareBoards = (workshop_id: string, from: number, to?: number): Promise<BoardCompared> =>
  answered(
    api.GET('/api/v1/workshops/{workshop_id}/board/comparison', {
      params: { path: { workshop_id }, query: { from, to: to ?? null } },
    }),
  );
