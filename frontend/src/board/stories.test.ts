import { describe, expect, it } from 'vitest';
import { Stories } from './stories';

type Story = { id: string; headline: string };
const story = (id: string, headline = id): Story => ({ id, headline });
const ids = Array.from({ length: 300 }, (_, n) => `s${n}`);

describe('stories', () => {
  it('are edited in a copy that keeps their order', () => {
    const before = new Stories(new Map(ids.map((id) => [id, story(id)])));

    const after = before.edited(['s2', 's0', 'unknown'], (one) =>
      one.id === 's0' ? null : story('s2', 'new'),
    );

    expect([after.size, after.has('s0'), after.get('s2')?.headline]).toEqual([299, false, 'new']);
    expect([...after.keys()]).toEqual(ids.slice(1));
    expect([before.size, before.get('s0')?.id, before.get('s2')?.headline]).toEqual([300, 's0', 's2']);
    expect(after.get('s7')).toBe(before.get('s7'));
  });

  it('are the same after many small edits as after one large one', () => {
    const all = new Stories(new Map(ids.map((id) => [id, story(id)])));
    const told = (one: Story) => (Number(one.id.slice(1)) % 3 ? story(one.id, 'told') : null);

    const bit = ids.reduce((stories, id) => stories.edited([id], told), all);

    expect([...bit]).toEqual([...all.edited(ids, told)]);
    expect(bit.size).toBe(200);
  });
});
