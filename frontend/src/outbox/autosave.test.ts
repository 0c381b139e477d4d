import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { tell } from './acts';
import { makeAutosave, recover, takeIn } from './autosave';
import type { Draft } from './phone_story';
import { read } from './shelf';
import { shelfWith, someDraft, someSeat } from './testing';

async function writing() {
  const shelf = await shelfWith(someSeat());
  let draft: Draft | null = someDraft('a', { headline: '' });
  const keeper = makeAutosave(
    shelf,
    () => draft,
    () => {},
  );
  keeper.begin(1);
  const type = (headline: string) => {
    draft = { ...draft!, edits: draft!.edits + 1, form: { ...draft!.form, headline } };
    keeper.touched();
  };
  const kept = async () => (await read(shelf)).drafts.get('a')?.form.headline;
  return { shelf, keeper, type, kept };
}

describe('the keeper', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => {
    vi.useRealTimers();
    localStorage.clear();
  });

  it('keeps a draft at a pause of 300 ms', async () => {
    const { type, kept } = await writing();
    type('A well');
    await vi.advanceTimersByTimeAsync(300);

    expect(await kept()).toBe('A well');
  });

  it('keeps it once a second when nobody pauses', async () => {
    const { type, kept } = await writing();
    for (const letter of 'eleven letters'.split('')) {
      type(letter);
      await vi.advanceTimersByTimeAsync(100);
    }

    expect(await kept()).toBeDefined();
  });

  it('finds what a page wrote while it was being closed', async () => {
    const { shelf, keeper, type } = await writing();
    type('Half a w');
    keeper.lastCall();
    await shelf.change(({ drafts }) => drafts.clear()); // the database was too late

    await recover(shelf);

    expect((await read(shelf)).drafts.get('a')?.form.headline).toBe('Half a w');
  });

  it('does not bring back a draft that was told, is older, or belongs to somebody who left', async () => {
    const shelf = await shelfWith(someSeat(), someSeat({ key: 'gone', left: true }));
    await tell(shelf, someDraft('told'));
    await shelf.keepDraft({ ...someDraft('newer', { headline: 'new' }), edits: 9 });
    const late = [
      someDraft('told'),
      someDraft('newer', { headline: 'old' }),
      someDraft('theirs', {}, 'gone'),
    ];

    await shelf.change((kept) => late.forEach((draft) => takeIn(kept, draft)));

    const { drafts } = await read(shelf);
    expect([...drafts.keys()]).toEqual(['newer']);
    expect(drafts.get('newer')!.form.headline).toBe('new');
  });
});
