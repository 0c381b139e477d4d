/** Where the phone keeps things: IndexedDB, or only this page's memory where the browser gives us no storage. */

import type { Draft, KeptStory, Seat } from './phone_story';

export interface Kept {
  seats: Map<string, Seat>;
  drafts: Map<string, Draft>;
  stories: Map<string, KeptStory>;
}

export interface Shelf {
  /** Whether what is kept outlives this page. */
  lasting(): boolean;
  /** Read everything, change it, write what changed: all or nothing. Values are replaced, never altered. */
  change<T>(edit: (kept: Kept) => T): Promise<T>;
  /** Write one draft without reading, in time for a page that is being closed. */
  keepDraft(draft: Draft): Promise<void>;
}

export const read = (shelf: Shelf): Promise<Kept> => shelf.change((kept) => kept);

const rooms = ['seats', 'drafts', 'stories'] as const;
const keyOf = { seats: 'key', drafts: 'id', stories: 'id' } as const;

export function memoryShelf(from?: Kept): Shelf {
  let held: Kept = from ?? { seats: new Map(), drafts: new Map(), stories: new Map() };
  return {
    lasting: () => false,
    change(edit) {
      const copy = copyOf(held);
      const result = edit(copy);
      held = copyOf(copy);
      return Promise.resolve(result);
    },
    keepDraft(draft) {
      held.drafts.set(draft.id, draft);
      return Promise.resolve();
    },
  };
}

const copyOf = (kept: Kept): Kept => ({
  seats: new Map(kept.seats),
  drafts: new Map(kept.drafts),
  stories: new Map(kept.stories),
});

/** The phone's shelf. When its storage breaks, the last known contents go on in memory and `lasting` says so. */
export async function openShelf(name = 'storyharvest'): Promise<Shelf> {
  let db = await open(name).catch(() => null);
  let fallback: Shelf | null = db ? null : memoryShelf();
  let known: Kept | undefined;

  async function tried<T>(
    work: (db: IDBDatabase) => Promise<T>,
    otherwise: (shelf: Shelf) => Promise<T>,
  ): Promise<T> {
    for (let attempt = 0; db && !fallback && attempt < 2; attempt++) {
      try {
        return await work(db);
      } catch (reason) {
        if (reason instanceof EditFailed) throw reason.reason;
        db = await open(name).catch(() => null); // a browser may close the connection behind our back
      }
    }
    fallback ??= memoryShelf(known);
    return otherwise(fallback);
  }

  return {
    lasting: () => !fallback,
    change: <T>(edit: (kept: Kept) => T) =>
      tried(
        async (db) => {
          const [result, kept] = await changed(db, edit);
          known = kept;
          return result;
        },
        (shelf) => shelf.change(edit),
      ),
    keepDraft: (draft) =>
      tried(
        (db) => put(db, draft),
        (shelf) => shelf.keepDraft(draft),
      ),
  };
}

function open(name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(name, 1);
    opening.onupgradeneeded = () => {
      for (const room of rooms) opening.result.createObjectStore(room, { keyPath: keyOf[room] });
    };
    opening.onsuccess = () => {
      opening.result.onversionchange = () => opening.result.close();
      resolve(opening.result);
    };
    opening.onerror = () => reject(opening.error);
    opening.onblocked = () => reject(new Error('another page holds an older shelf'));
  });
}

/** The edit itself threw: not the storage's fault, and nothing was written. */
class EditFailed extends Error {
  constructor(readonly reason: unknown) {
    super('edit failed');
  }
}

function changed<T>(db: IDBDatabase, edit: (kept: Kept) => T): Promise<[T, Kept]> {
  return new Promise((resolve, reject) => {
    const transaction = db.transaction(rooms, 'readwrite', { durability: 'strict' });
    const answers = rooms.map((room) => transaction.objectStore(room).getAll() as IDBRequest<unknown[]>);
    let done: [T, Kept] | undefined;
    answers[rooms.length - 1]!.onsuccess = () => {
      const before = Object.fromEntries(rooms.map((room, i) => [room, mapOf(room, answers[i]!.result)]));
      const kept = copyOf(before as unknown as Kept);
      try {
        done = [edit(kept), kept];
      } catch (reason) {
        reject(new EditFailed(reason));
        transaction.abort();
        return;
      }
      write(transaction, before as unknown as Kept, kept);
    };
    transaction.oncomplete = () => resolve(done!);
    transaction.onabort = () => reject(transaction.error ?? new Error('aborted'));
    transaction.onerror = () => reject(transaction.error);
  });
}

const mapOf = (room: (typeof rooms)[number], rows: unknown[]) =>
  new Map((rows as Record<string, string>[]).map((row) => [row[keyOf[room]], row]));

function write(transaction: IDBTransaction, before: Kept, after: Kept): void {
  for (const room of rooms) {
    const store = transaction.objectStore(room);
    for (const [key, value] of after[room]) if (before[room].get(key) !== value) store.put(value);
    for (const key of before[room].keys()) if (!after[room].has(key)) store.delete(key);
  }
}

function put(db: IDBDatabase, draft: Draft): Promise<void> {
  return new Promise((resolve, reject) => {
    const transaction = db.transaction('drafts', 'readwrite');
    transaction.objectStore('drafts').put(draft);
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error('aborted'));
    transaction.commit?.(); // do not wait for us: the page may be going
  });
}
