import type { ChangeEvent } from './facilitator';

export type Connection = 'live' | 'reconnecting' | 'offline';

export interface RunProgress {
  run_id: string;
  state: string;
  step: string;
  done: number;
  total: number;
}

/** Somebody has a story in hand; it lapses by itself. */
export interface Hold {
  story_id: string;
  actor: string;
  by: string;
  seconds: number;
}

export interface Listener {
  change(event: ChangeEvent): void;
  run(progress: RunProgress): void;
  hold(hold: Hold): void;
  connection(state: Connection): void;
}

const firstPause = 1_000;
const longestPause = 15_000;

/**
 * One stream of a workshop's events, resumed where it broke off. The browser reconnects by itself while it can;
 * once it has given up (the service was away) we open a new stream after the last event we saw.
 */
export function listen(workshopId: string, after: number, listener: Listener): () => void {
  let seen = after;
  let pause = firstPause;
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function open() {
    clearTimeout(timer);
    source?.close();
    source = new EventSource(`/api/v1/workshops/${workshopId}/events?after=${seen}`);
    source.addEventListener('open', () => {
      pause = firstPause;
      listener.connection('live');
    });
    source.addEventListener('change', ({ data }: MessageEvent<string>) => {
      const event = JSON.parse(data) as ChangeEvent;
      seen = Math.max(seen, event.seq);
      listener.change(event);
    });
    source.addEventListener('run', ({ data }: MessageEvent<string>) => listener.run(JSON.parse(data)));
    source.addEventListener('hold', ({ data }: MessageEvent<string>) => listener.hold(JSON.parse(data)));
    source.addEventListener('error', () => {
      listener.connection(navigator.onLine ? 'reconnecting' : 'offline');
      if (source?.readyState === EventSource.CLOSED) again();
    });
  }

  function again() {
    clearTimeout(timer);
    timer = setTimeout(open, pause * (0.5 + Math.random() / 2));
    pause = Math.min(pause * 2, longestPause);
  }

  const offline = () => listener.connection('offline');
  addEventListener('online', open);
  addEventListener('offline', offline);
  open();

  return () => {
    clearTimeout(timer);
    source?.close();
    removeEventListener('online', open);
    removeEventListener('offline', offline);
  };
}
