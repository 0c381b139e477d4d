import { answered, connect, type Shape } from './client';

export type Wall = Shape<'WallRead'>;
export type WallTheme = Wall['themes'][number];
export type WallStory = WallTheme['stories'][number];

/** What the wall shows now; the key is that of the projector's window. */
export function wallOf(token: string): () => Promise<Wall> {
  const api = connect(() => token);
  return () => answered(api.GET('/api/v1/wall'));
}
