import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ChangeEvent } from './facilitator';
import { Exchange, type Hearer } from './live_exchange';
import { Line, longestSilence, type Heard } from './live_line';

/** What a browser gives a page for an event stream; the test is the service at its other end. */
class Wire extends EventTarget {
  static readonly CLOSED = 2;
  static all: Wire[] = [];
  readyState = 0;
  constructor(readonly url: string) {
    super();
    Wire.all.push(this);
  }
  static get last(): Wire {
    return Wire.all.at(-1)!;
  }
  static get open(): Wire[] {
    return Wire.all.filter((wire) => wire.readyState !== Wire.CLOSED);
  }
  get after(): number {
    return Number(new URL(this.url, 'http://here').searchParams.get('after'));
  }
  close(): void {
    this.readyState = Wire.CLOSED;
  }
  opens(): void {
    this.readyState = 1;
    this.dispatchEvent(new Event('open'));
  }
  says(kind: string, data: unknown = {}): void {
    this.dispatchEvent(new MessageEvent(kind, { data: JSON.stringify(data) }));
  }
  changes(...seqs: number[]): void {
    for (const seq of seqs) this.says('change', { seq } as ChangeEvent);
  }
}

beforeEach(() => {
  Wire.all = [];
  vi.useFakeTimers();
  vi.stubGlobal('EventSource', Wire);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function tab(): Hearer & { seqs: number[]; states: string[] } {
  const seqs: number[] = [];
  const states: string[] = [];
  const hear = (heard: Heard) => {
    if (heard.kind === 'change') seqs.push(heard.data.seq);
    if (heard.kind === 'connection') states.push(heard.state);
  };
  return { hear, seen: 0, seqs, states };
}

test('a line that dies in silence is made anew after the last event', () => {
  const one = tab();
  new Line('w', 3, one.hear);
  Wire.last.opens();
  Wire.last.changes(4, 5);
  for (let quiet = 0; quiet < 4; quiet++) {
    vi.advanceTimersByTime(15_000);
    Wire.last.says('ping', { seq: 5 });
  }
  expect(Wire.all).toHaveLength(1);

  vi.advanceTimersByTime(longestSilence);

  expect(one.states).toEqual(['live', 'reconnecting']);
  expect(Wire.open.map((wire) => wire.after)).toEqual([5]);
});

test('a laptop that wakes up does not wait for the watchdog', () => {
  const line = new Line('w', 0, () => undefined);
  Wire.last.opens();
  line.wake();
  expect(Wire.all).toHaveLength(1);

  vi.setSystemTime(Date.now() + 3_600_000); // timers stand still while it sleeps
  line.wake();

  expect(Wire.all).toHaveLength(2);
});

test('a network that was away so shortly that the line outlived it is said to be back', () => {
  const one = tab();
  const line = new Line('w', 0, one.hear);
  Wire.last.opens();

  line.wake();

  expect(one.states).toEqual(['live', 'live']);
  expect(Wire.all).toHaveLength(1);
});

test('all tabs of a browser share one line, and each hears every event once', () => {
  const exchange = new Exchange();
  const tabs = Array.from({ length: 9 }, tab);
  tabs.forEach((one, i) => {
    exchange.take(one, { ask: 'listen', workshopId: 'w', after: 10 + i });
    Wire.last.opens();
    Wire.last.changes(11 + i);
  });

  expect(Wire.all).toHaveLength(1);
  tabs.forEach((one, i) => {
    expect(one.seqs).toEqual(Array.from({ length: 9 - i }, (_, n) => 11 + i + n));
  });
});

test('a tab that has seen less than the line remembers takes the line back, and the others hear nothing twice', () => {
  const exchange = new Exchange();
  const [early, late] = [tab(), tab()];
  exchange.take(early, { ask: 'listen', workshopId: 'w', after: 10 });
  Wire.last.changes(11, 12);

  exchange.take(late, { ask: 'listen', workshopId: 'w', after: 8 });
  Wire.last.changes(9, 10, 11, 12, 13);

  expect(Wire.open.map((wire) => wire.after)).toEqual([8]);
  expect(late.seqs).toEqual([9, 10, 11, 12, 13]);
  expect(early.seqs).toEqual([11, 12, 13]);
});

test('the line of a workshop closes with its last tab, not before', () => {
  const exchange = new Exchange();
  const [one, two] = [tab(), tab()];
  for (const hearer of [one, two]) exchange.take(hearer, { ask: 'listen', workshopId: 'w', after: 0 });

  exchange.take(one, { ask: 'leave' });
  expect(Wire.open).toHaveLength(1);
  exchange.take(two, { ask: 'leave' });
  expect(Wire.open).toHaveLength(0);
});
