import createClient from 'openapi-fetch';
import type { components, paths } from './schema';

type Shapes = components['schemas'];
/** A shape of the API by its name: `Shape<'StoryRead'>`. */
export type Shape<Name extends keyof Shapes> = Shapes[Name];

/** RFC 9457, as the service tells of a failure. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail?: string;
  errors?: { pointer: string; detail: string }[];
  conflicts?: Conflict[];
}

/** The theme that a command named is no longer on the board; dissolved, it can be brought back. */
export interface ThemeGone extends Problem {
  theme_id: string;
  theme_name: string;
  retired_reason: 'merged' | 'split' | 'dissolved';
  actor: string;
  actor_name: string;
  at: string;
}

/** Who touched the same story or theme after the board we saw. */
export interface Conflict {
  subject: string;
  seq: number;
  actor: string;
  actor_name: string;
  action: string;
  at: string;
  theme_name: string | null;
}

/** A refused request. `status` is 0 when no answer came: no network, or not our service that answered. */
export class Refused extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail || problem.title);
    this.problem = problem;
  }

  get status(): number {
    return this.problem.status;
  }

  is(slug: string): boolean {
    return this.problem.type.endsWith(`/problems/${slug}`);
  }
}

export const noAnswer: Problem = { type: 'about:blank', title: 'No answer from the service', status: 0 };

/** The one client; `bearer` is a seat's token, without it the login cookie speaks. */
export function connect(bearer?: () => string | null) {
  const client = createClient<paths>({ baseUrl: location.origin });
  client.use({
    onRequest({ request }) {
      const token = bearer?.();
      if (token) request.headers.set('Authorization', `Bearer ${token}`);
      return request;
    },
  });
  return client;
}

/** The body of an answer of 2xx, or a `Refused` that says why not. */
export async function answered<T>(
  reply: Promise<{ data?: T; error?: unknown; response: Response }>,
): Promise<T> {
  const { data, error, response } = await reply.catch((): never => {
    throw new Refused(noAnswer);
  });
  if (response.ok) return data as T;
  throw new Refused(problemFrom(error, response.status));
}

function problemFrom(body: unknown, status: number): Problem {
  if (typeof body === 'object' && body !== null && 'title' in body) return body as Problem;
  return { type: 'about:blank', title: `Status ${status}`, status };
}
