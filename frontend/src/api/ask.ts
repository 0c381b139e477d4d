/** One request of a phone, and what came back; nothing that came back is believed before it was judged. */

export interface Question {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  path: string;
  token?: string | null;
  body?: string;
}

/** An answer that arrived whole. `data` is undefined when it is not JSON. */
export interface Reply {
  status: number;
  data: unknown;
  retryAfter: number;
}

/** Null means: no answer, half an answer, or one too late. */
export type Ask = (question: Question) => Promise<Reply | null>;

const patience = 20_000;

/** `omit`: the bearer alone says who asks; `same-origin`: the login does. */
export const askingWith =
  (credentials: RequestCredentials): Ask =>
  async ({ method, path, token, body }) => {
    const headers: Record<string, string> = { Accept: 'application/json' };
    if (token) headers['Authorization'] = `Bearer ${token}`;
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    const gaveUp = new AbortController();
    const timer = setTimeout(() => gaveUp.abort(), patience);
    try {
      const response = await fetch(`/api/v1${path}`, {
        method,
        headers,
        body,
        signal: gaveUp.signal,
        redirect: 'error', // a captive portal redirects; our service never does
        credentials,
        cache: 'no-store',
      });
      return {
        status: response.status,
        data: await dataOf(response),
        retryAfter: Number(response.headers.get('Retry-After')) || 0,
      };
    } catch {
      return null;
    } finally {
      clearTimeout(timer);
    }
  };

export const ask = askingWith('omit');

async function dataOf(response: Response): Promise<unknown> {
  const text = await response.text();
  const type = response.headers.get('Content-Type') ?? '';
  return /^application\/(problem\+)?json\b/i.test(type) ? JSON.parse(text) : undefined;
}
