import { answered, connect, Refused, type Shape } from './client';

export type Wall = Shape<'WallRead'>;
export type WallTheme = Wall['themes'][number];
export type WallStory = WallTheme['stories'][number];

/** What the wall shows now; the key is that of the projector's window. The same object until something changed. */
export function wallOf(token: string): (signal: AbortSignal) => Promise<Wall> {
  const api = connect(() => token);
  let held: { etag: string; wall: Wall } | undefined;

  return async (signal) => {
    const asked = api.GET('/api/v1/wall', {
      signal,
      ...(held ? { headers: { 'If-None-Match': held.etag } } : {}),
    });
    try {
      const wall = await answered(asked);
      held = { etag: (await asked).response.headers.get('ETag') ?? '', wall };
      return wall;
    } catch (error) {
      if (held && error instanceof Refused && error.status === 304) return held.wall;
      throw error;
    }
  };
}
