/** What the board asks for besides itself: how two moments differ, which stories mean something alike. */
import { answered, connect, Refused, type Shape } from './client';

export type BoardCompared = Shape<'BoardCompared'>;

const api = connect();

/** What became of themes and stories on the way from one moment to another; without `to` the way to now. */
export const compareBoards = (workshop_id: string, from: number, to?: number): Promise<BoardCompared> =>
  answered(
    api.GET('/api/v1/workshops/{workshop_id}/board/comparison', {
      params: { path: { workshop_id }, query: { from, to: to ?? null } },
    }),
  );

export type NearStory = Shape<'NearStory'>;

const lookAgain = 80;
const patience = 4_000;

/** The stories nearest in meaning to a text; null when no worker is there, or none answers in time. */
export async function searchByMeaning(workshop_id: string, text: string): Promise<NearStory[] | null> {
  const until = Date.now() + patience;
  try {
    let search = await answered(
      api.POST('/api/v1/workshops/{workshop_id}/searches', {
        params: { path: { workshop_id } },
        body: { text },
      }),
    );
    while (search.state === 'waiting' && Date.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, lookAgain));
      search = await answered(
        api.GET('/api/v1/searches/{search_id}', { params: { path: { search_id: search.id } } }),
      );
    }
    return search.state === 'found' ? search.items : null;
  } catch (error) {
    if (error instanceof Refused && error.is('worker-away')) return null;
    throw error;
  }
}
