/** Where the phone keeps things: IndexedDB, or only this page's memory where the browser gives us no storage. */

import type { Draft, KeptStory, Seat } from './phone_story';

export interface Kept {
  seats: Map<string, Seat>;
  drafts: Map<string, Draft>;
  stories: Map<string, KeptStory>;
}

type Row<Room> = Room extends Map<string, infer T> ? T : never;

/** The rooms of a shelf, each with the member of its rows that is their key. */
export type Rooms<K> = { [Room in keyof K & string]: keyof Row<K[Room]> & string };

export interface Shelf<K = Kept> {
  /** Whether what is kept outlives this page. */
  lasting(): boolean;
  /** Read everything, change it, write what changed: all or nothing. Values are replaced, never altered. */
  change<T>(edit: (kept: K) => T): Promise<T>;
  /** Write one row without reading, in time for a page that is being closed. */
  keep<Room extends keyof K & string>(room: Room, row: Row<K[Room]>): Promise<void>;
}

export const read = <K>(shelf: Shelf<K>): Promise<K> => shelf.change((kept) => kept);

const ofStories: Rooms<Kept> = { seats: 'key', drafts: 'id', stories: 'id' };

/** The phone's shelf: its people, their drafts, and the stories told on it. */
export const openShelf = (name = 'storyharvest'): Promise<Shelf> => openRooms(name, ofStories);

export const memoryShelf = (): Shelf => roomsInMemory(ofStories);

type Contents = Record<string, Map<string, unknown>>;

export function roomsInMemory<K>(rooms: Rooms<K>, from = empty(rooms)): Shelf<K> {
  let held = from;
  return {
    lasting: () => false,
    change(edit) {
      const copy = copyOf(held);
      const result = edit(copy);
      held = copyOf(copy);
      return Promise.resolve(result);
    },
    keep(room, row) {
      contents(held)[room]!.set(keyIn(rooms, room, row), row);
      return Promise.resolve();
    },
  };
}

const contents = <K>(kept: K): Contents => kept as Contents;

const keyIn = <K>(rooms: Rooms<K>, room: keyof K & string, row: unknown): string =>
  (row as Record<string, string>)[rooms[room]]!;

const empty = <K>(rooms: Rooms<K>): K =>
  Object.fromEntries(Object.keys(rooms).map((room) => [room, new Map()])) as K;

const copyOf = <K>(kept: K): K =>
  Object.fromEntries(Object.entries(contents(kept)).map(([room, rows]) => [room, new Map(rows)])) as K;

/** A shelf on this device. When its storage breaks, the last known contents go on in memory and `lasting` says so. */
export async function openRooms<K>(name: string, rooms: Rooms<K>): Promise<Shelf<K>> {
  let db = await open(name, rooms).catch(() => null);
  let fallback: Shelf<K> | null = db ? null : roomsInMemory(rooms);
  let known: K | undefined;

  async function tried<T>(
    work: (db: IDBDatabase) => Promise<T>,
    otherwise: (shelf: Shelf<K>) => Promise<T>,
  ): Promise<T> {
    for (let attempt = 0; db && !fallback && attempt < 2; attempt++) {
      try {
        return await work(db);
      } catch (reason) {
        if (reason instanceof EditFailed) throw reason.reason;
        db = await open(name, rooms).catch(() => null); // a browser may close the connection behind our back
      }
    }
    fallback ??= roomsInMemory(rooms, known);
    return otherwise(fallback);
  }

  return {
    lasting: () => !fallback,
    change: <T>(edit: (kept: K) => T) =>
      tried(
        async (db) => {
          const [result, kept] = await changed(db, rooms, edit);
          known = kept;
          return result;
        },
        (shelf) => shelf.change(edit),
      ),
    keep: (room, row) =>
      tried(
        (db) => put(db, room, row),
        (shelf) => shelf.keep(room, row),
      ),
  };
}

function open<K>(name: string, rooms: Rooms<K>): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(name, 1);
    opening.onupgradeneeded = () => {
      for (const [room, keyPath] of Object.entries<string>(rooms))
        opening.result.createObjectStore(room, { keyPath });
    };
    opening.onsuccess = () => {
      opening.result.onversionchange = () => opening.result.close();
      resolve(opening.result);
    };
    opening.onerror = reject;
    opening.onblocked = reject; // another page holds an older shelf
  });
}

/** The edit itself threw: not the storage's fault, and nothing was written. */
class EditFailed {
  constructor(readonly reason: unknown) {}
}

function changed<K, T>(db: IDBDatabase, rooms: Rooms<K>, edit: (kept: K) => T): Promise<[T, K]> {
  return new Promise((resolve, reject) => {
    const names = Object.keys(rooms) as (keyof K & string)[];
    const transaction = db.transaction(names, 'readwrite', { durability: 'strict' });
    const answers = names.map((room) => transaction.objectStore(room).getAll() as IDBRequest<unknown[]>);
    let done: [T, K] | undefined;
    answers[names.length - 1]!.onsuccess = () => {
      const found = names.map((room, i) => [
        room,
        new Map(answers[i]!.result.map((row) => [keyIn(rooms, room, row), row])),
      ]);
      const before = Object.fromEntries(found) as K;
      const kept = copyOf(before);
      try {
        done = [edit(kept), kept];
      } catch (reason) {
        reject(new EditFailed(reason));
        transaction.abort();
        return;
      }
      write(transaction, contents(before), contents(kept));
    };
    transaction.oncomplete = () => resolve(done!);
    transaction.onabort = reject; // also after an error
  });
}

function write(transaction: IDBTransaction, before: Contents, after: Contents): void {
  for (const room in before) {
    const store = transaction.objectStore(room);
    for (const [key, value] of after[room]!) if (before[room]!.get(key) !== value) store.put(value);
    for (const key of before[room]!.keys()) if (!after[room]!.has(key)) store.delete(key);
  }
}

function put(db: IDBDatabase, room: string, row: unknown): Promise<void> {
  return new Promise((resolve, reject) => {
    const transaction = db.transaction(room, 'readwrite');
    transaction.objectStore(room).put(row);
    transaction.oncomplete = () => resolve();
    transaction.onabort = reject;
    transaction.commit?.(); // do not wait for us: the page may be going
  });
}
