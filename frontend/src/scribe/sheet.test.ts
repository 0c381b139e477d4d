import { describe, expect, it } from 'vitest';
import { memoryShelf, read } from '../outbox/shelf';
import { emptySheet, nextNumber, numberOf, tellSheet, toldSheet, type Sheet, type SheetDraft } from './sheet';

const draft = (part: Partial<Sheet> = {}): SheetDraft => ({
  seat: 's',
  id: 'one',
  edits: 1,
  form: { ...emptySheet('en', '17'), headline: 'The well works', ...part },
});

const bodyOf = (part: Partial<Sheet>) =>
  JSON.parse(toldSheet(draft(part), 1).body) as Record<string, unknown>;

describe('a sheet', () => {
  it('is sent with its number, how it came, and that it was read back', () => {
    expect(bodyOf({ mode: 'interview', readBack: true })).toMatchObject({
      id: 'one',
      headline: 'The well works',
      capture_mode: 'interview',
      sheet_no: 17,
      read_back: true,
    });
  });

  it('takes no name along that its teller did not agree to', () => {
    expect(bodyOf({ name: ' Rosa ', nameUse: 'anonymous' })['teller_name']).toBe('');
    expect(bodyOf({ name: ' Rosa ', nameUse: 'named' })['teller_name']).toBe('Rosa');
  });

  it('asks anew what its teller agrees to, and goes on in the same language and way', () => {
    const before = draft({ scope: 'public', nameUse: 'named', name: 'Rosa', readBack: true, language: 'sw' });
    const next = emptySheet('en', '18', { ...before.form, mode: 'interview' });

    expect(next).toMatchObject({ scope: 'workshop', nameUse: 'anonymous', name: '', readBack: false });
    expect(next).toMatchObject({ language: 'sw', mode: 'interview', sheet: '18' });
  });

  it('becomes one story, however often it is saved', async () => {
    const shelf = memoryShelf();
    await shelf.keepDraft(draft());
    for (let i = 0; i < 2; i++) await shelf.change((kept) => tellSheet(kept, draft()));

    const { stories, drafts } = await read(shelf);
    expect([...stories.keys()]).toEqual(['one']);
    expect(drafts.size).toBe(0);
  });
});

describe('numbers', () => {
  it('are read as people write them', () => {
    expect(['017', ' 4 ', '', '0', 'A7', '123456'].map(numberOf)).toEqual([17, 4, null, null, null, null]);
  });

  it('go on after the last one, past those that are taken', () => {
    expect(nextNumber(4, new Set([5, 6, 8]))).toBe(7);
  });
});
