/** Many tabs on one line: each hears every event after its own last one, in order and once. */
import type { ChangeEvent } from './facilitator';
import { Line, type Heard } from './live_line';

/** What a tab asks of the exchange. */
export type Asked = { ask: 'listen'; workshopId: string; after: number } | { ask: 'wake' } | { ask: 'leave' };

/** A tab, and the last event it was given. */
export interface Hearer {
  hear(heard: Heard): void;
  seen: number;
}

interface Room {
  line: Line;
  hearers: Set<Hearer>;
  /** The events after `floor`, for tabs that open later. */
  recent: ChangeEvent[];
  floor: number;
}

/** A tab that opens later has read the board just now: what it may have missed is little. */
const kept = 200;

export class Exchange {
  readonly #rooms = new Map<string, Room>();

  take(hearer: Hearer, asked: Asked): void {
    if (asked.ask === 'listen') return this.#listen(hearer, asked.workshopId, asked.after);
    for (const [id, room] of this.#rooms) {
      if (!room.hearers.has(hearer)) continue;
      if (asked.ask === 'wake') room.line.wake();
      else this.#leave(id, room, hearer);
    }
  }

  #listen(hearer: Hearer, workshopId: string, after: number): void {
    hearer.seen = after;
    const room = this.#rooms.get(workshopId);
    if (!room) {
      const line = new Line(workshopId, after, (heard) => this.#hand(workshopId, heard));
      this.#rooms.set(workshopId, { line, hearers: new Set([hearer]), recent: [], floor: after });
      return;
    }
    room.hearers.add(hearer);
    hearer.hear({ kind: 'connection', state: room.line.state });
    if (after < room.floor) {
      room.recent = [];
      room.floor = after;
      room.line.rewind(after);
      return;
    }
    for (const event of room.recent) give(hearer, { kind: 'change', data: event });
    room.line.wake();
  }

  #leave(id: string, room: Room, hearer: Hearer): void {
    room.hearers.delete(hearer);
    if (room.hearers.size) return;
    room.line.close();
    this.#rooms.delete(id);
  }

  #hand(workshopId: string, heard: Heard): void {
    const room = this.#rooms.get(workshopId);
    if (!room) return;
    if (heard.kind === 'change') {
      room.recent.push(heard.data);
      while (room.recent.length > kept) room.floor = room.recent.shift()!.seq;
    }
    for (const hearer of room.hearers) give(hearer, heard);
  }
}

function give(hearer: Hearer, heard: Heard): void {
  if (heard.kind === 'change') {
    if (heard.data.seq <= hearer.seen) return;
    hearer.seen = heard.data.seq;
  }
  hearer.hear(heard);
}
