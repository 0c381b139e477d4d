import { answered, connect, Refused, type Shape } from './client';

export type Account = Shape<'AccountRead'>;
export type ActionName = ChangeEvent['action'];
export type ApiKey = Shape<'ApiKeyRead'>;
export type ApiKeyCreated = Shape<'ApiKeyCreated'>;
export type BoardRead = Shape<'Board'>;
export type ChangeEvent = Shape<'ChangeEventRead'>;
export type Command = Shape<'Commands'>['commands'][number];
export type CommandsDone = Shape<'CommandsDone'>;
export type Run = Shape<'GroupingRunRead'>;
export type Stage = WorkshopDetail['stage'];
export type Suggestion = Shape<'SuggestionRead'>;
export type ThemeSummaries = Shape<'ThemeSummaries'>;
export type ThemeSummary = Shape<'ThemeSummary'>;
export type WorkshopCreate = Shape<'WorkshopCreate'>;
export type WorkshopDetail = Shape<'WorkshopDetail'>;
export type WorkshopListed = Shape<'WorkshopListed'>;
export type WorkshopUpdate = Shape<'WorkshopUpdate'>;
export type RunMode = Run['mode'];
/** A command before it is said for whom it is done. */
export type Wanted = Command extends infer C ? (C extends Command ? Omit<C, 'acting_for'> : never) : never;
export type Profile = 'evaluation' | 'partners' | 'public';

const api = connect();

export const me = async (): Promise<Account> => (await answered(api.GET('/api/v1/auth/me'))).account;

export const login = async (email: string, password: string): Promise<Account> =>
  (await answered(api.POST('/api/v1/auth/login', { body: { email, password } }))).account;

export const logout = () => answered(api.POST('/api/v1/auth/logout'));

export async function workshops(): Promise<WorkshopListed[]> {
  const found: WorkshopListed[] = [];
  let cursor: string | null | undefined;
  do {
    const page = await answered(api.GET('/api/v1/workshops', { params: { query: { limit: 100, cursor } } }));
    found.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor);
  return found;
}

const at = (workshop_id: string) => ({ params: { path: { workshop_id } } });

export const workshop = (id: string): Promise<WorkshopDetail> =>
  answered(api.GET('/api/v1/workshops/{workshop_id}', at(id)));

export const createWorkshop = (body: WorkshopCreate): Promise<WorkshopDetail> =>
  answered(api.POST('/api/v1/workshops', { body }));

export const updateWorkshop = (id: string, body: WorkshopUpdate): Promise<WorkshopDetail> =>
  answered(api.PATCH('/api/v1/workshops/{workshop_id}', { ...at(id), body }));

export const deleteWorkshop = (id: string): Promise<void> =>
  answered(api.DELETE('/api/v1/workshops/{workshop_id}', at(id)));

export const qrAddress = (id: string): string => `/api/v1/workshops/${id}/qr.svg`;

export const board = (id: string): Promise<BoardRead> =>
  answered(api.GET('/api/v1/workshops/{workshop_id}/board', at(id)));

export const send = (
  id: string,
  base_seq: number,
  commands: Command[],
  op_id: string,
): Promise<CommandsDone> =>
  answered(
    api.POST('/api/v1/workshops/{workshop_id}/board/commands', {
      ...at(id),
      body: { base_seq, commands, op_id },
    }),
  );

export const askForGroups = (id: string, mode: RunMode): Promise<Run> =>
  answered(api.POST('/api/v1/workshops/{workshop_id}/grouping-runs', { ...at(id), body: { mode } }));

export const run = (run_id: string): Promise<Run> =>
  answered(api.GET('/api/v1/grouping-runs/{run_id}', { params: { path: { run_id } } }));

export async function changeEvents(id: string, after = 0): Promise<ChangeEvent[]> {
  const found: ChangeEvent[] = [];
  for (;;) {
    const { items } = await answered(
      api.GET('/api/v1/workshops/{workshop_id}/change-events', {
        params: { path: { workshop_id: id }, query: { after, limit: 500 } },
      }),
    );
    found.push(...items);
    if (items.length < 500) return found;
    after = items.at(-1)!.seq;
  }
}

export const themeSummaries = (id: string, profile: Profile): Promise<ThemeSummaries> =>
  answered(
    api.GET('/api/v1/workshops/{workshop_id}/theme-summaries', {
      params: { path: { workshop_id: id }, query: { profile, lang: readIn() } },
    }),
  );

/** The files of the take-away, by their endings, in the order of the page that lists them. */
export const formats = [
  'zip',
  'xlsx',
  'csv',
  'docx',
  'pdf',
  'html',
  'md',
  'json',
  'jsonl',
  'qdpx',
  'qdc',
] as const;
export type Format = (typeof formats)[number];

/** Reports say what they say around people's words in the language of the page. */
const readIn = (): 'en' | 'es' => (document.documentElement.lang === 'es' ? 'es' : 'en');
const reports: readonly Format[] = ['zip', 'docx', 'pdf', 'html', 'md'];

export const exportAddress = (id: string, format: Format, profile: Profile): string =>
  `/api/v1/workshops/${id}/export.${format}?profile=${profile}${reports.includes(format) ? `&lang=${readIn()}` : ''}`;

export const exported = (id: string, profile: Profile) =>
  answered(
    api.GET('/api/v1/workshops/{workshop_id}/export.json', {
      params: { path: { workshop_id: id }, query: { profile } },
    }),
  );

export const boardCheck = (id: string) =>
  answered(api.GET('/api/v1/workshops/{workshop_id}/board/check', at(id)));

export const apiKeys = async (id: string): Promise<ApiKey[]> =>
  (await answered(api.GET('/api/v1/workshops/{workshop_id}/api-keys', at(id)))).items;

export const createApiKey = (id: string, body: Shape<'ApiKeyCreate'>): Promise<ApiKeyCreated> =>
  answered(api.POST('/api/v1/workshops/{workshop_id}/api-keys', { ...at(id), body }));

export const revokeApiKey = (key_id: string) =>
  answered(api.DELETE('/api/v1/api-keys/{key_id}', { params: { path: { key_id } } }));

export type StoryExplanation = Shape<'StoryExplanation'>;
export type NearStory = Shape<'NearStory'>;
export type WallShow = Shape<'WallShow'>;

const ofStory = (story_id: string) => ({ params: { path: { story_id } } });

/** Why a story is where it is; null when no grouping run has looked at it yet. */
export const explanation = (id: string): Promise<StoryExplanation | null> =>
  noneYet(answered(api.GET('/api/v1/stories/{story_id}/explanation', ofStory(id))));

/** The stories nearest in meaning; none when no grouping run has looked at this one yet. */
export const similar = async (id: string): Promise<NearStory[]> =>
  (await noneYet(answered(api.GET('/api/v1/stories/{story_id}/similar', ofStory(id)))))?.items ?? [];

async function noneYet<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Refused && error.status === 404) return null;
    throw error;
  }
}

export const storyMap = async (id: string) =>
  (await answered(api.GET('/api/v1/workshops/{workshop_id}/map', at(id)))).places;

/** Tell the other facilitators that this story is in hand; nobody waits for it, nobody minds when it fails. */
export const hold = (id: string, story_id: string): void =>
  void api.POST('/api/v1/workshops/{workshop_id}/holds', { ...at(id), body: { story_id } }).catch(() => {});

export const boardAt = (id: string, seq: number): Promise<BoardRead> =>
  answered(
    api.GET('/api/v1/workshops/{workshop_id}/board', {
      params: { path: { workshop_id: id }, query: { at: seq } },
    }),
  );

export const openWall = async (id: string): Promise<string> =>
  (await answered(api.POST('/api/v1/workshops/{workshop_id}/wall', at(id)))).url;

export const pointWall = (id: string, body: Partial<WallShow>) =>
  answered(api.PUT('/api/v1/workshops/{workshop_id}/wall', { ...at(id), body: { show: 'board', ...body } }));

/** The stories that are not on the board: set aside, or held until a steward lets them join. */
export const storiesOff = async (id: string, state: 'set_aside' | 'submitted') =>
  (
    await answered(
      api.GET('/api/v1/workshops/{workshop_id}/stories', {
        params: { path: { workshop_id: id }, query: { state, limit: 500 } },
      }),
    )
  ).items;

/** The numbers of the paper sheets that were typed in, each with its headline. */
export async function sheetsTyped(id: string): Promise<[number, string][]> {
  const found: [number, string][] = [];
  let cursor: string | null | undefined;
  do {
    const query = { limit: 500, cursor };
    const page = await answered(
      api.GET('/api/v1/workshops/{workshop_id}/stories', { params: { path: { workshop_id: id }, query } }),
    );
    for (const { sheet_no, headline, state } of page.items)
      if (sheet_no !== null && state !== 'withdrawn') found.push([sheet_no, headline]);
    cursor = page.next_cursor;
  } while (cursor);
  return found;
}

export const release = (story_id: string) =>
  answered(api.POST('/api/v1/stories/{story_id}/release', ofStory(story_id)));

/** Set a held story aside, unread by others. */
export const keepOut = (story_id: string, reason: string) =>
  answered(api.POST('/api/v1/stories/{story_id}/keep-out', { ...ofStory(story_id), body: { reason } }));

export type Member = Shape<'MemberRead'>;

export const members = async (id: string): Promise<Member[]> =>
  (await answered(api.GET('/api/v1/workshops/{workshop_id}/members', at(id)))).items;

export const addMember = (id: string, email: string, role: Member['role']): Promise<Member> =>
  answered(api.POST('/api/v1/workshops/{workshop_id}/members', { ...at(id), body: { email, role } }));

export const removeMember = (workshop_id: string, account_id: string) =>
  answered(
    api.DELETE('/api/v1/workshops/{workshop_id}/members/{account_id}', {
      params: { path: { workshop_id, account_id } },
    }),
  );
