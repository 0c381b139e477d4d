/** A workshop's events as they happen: over the line that all tabs of the browser share, or one of this page's own. */
import type { ChangeEvent } from './facilitator';
import type { Asked } from './live_exchange';
import { Line, longestSilence, type Connection, type Heard, type Hold, type RunProgress } from './live_line';
import workerUrl from './live_worker?sharedworker&url';
import { trustedWorker } from './trusted_worker';

export type { Connection, Hold, RunProgress };

export interface Listener {
  change(event: ChangeEvent): void;
  run(progress: RunProgress): void;
  hold(hold: Hold): void;
  /** The board must be read anew. */
  reset(): void;
  connection(state: Connection): void;
}

/** How a page listens: it says when it looks again, and when it leaves. */
interface Ear {
  wake(): void;
  close(): void;
}

/** Listen to a workshop's events after the seq `after`, until the answer is called. */
export function listen(workshopId: string, after: number, listener: Listener): () => void {
  let seen = after;
  let ear: Ear;

  function hear(heard: Heard) {
    if (heard.kind === 'change') {
      if (heard.data.seq <= seen) return;
      seen = heard.data.seq;
      listener.change(heard.data);
    } else if (heard.kind === 'run') listener.run(heard.data);
    else if (heard.kind === 'hold') listener.hold(heard.data);
    else if (heard.kind === 'reset') listener.reset();
    else if (heard.kind === 'connection')
      listener.connection(heard.state === 'live' || navigator.onLine ? heard.state : 'offline');
  }

  const own = () => new Line(workshopId, seen, hear);
  const begin = () => {
    ear =
      'SharedWorker' in window
        ? shared(workshopId, seen, hear, () => {
            ear = own();
          })
        : own();
  };
  const wake = () => {
    if (document.visibilityState === 'visible') ear.wake();
  };
  const offline = () => listener.connection('offline');
  const leave = () => ear.close();
  const returned = (event: PageTransitionEvent) => {
    if (event.persisted) begin();
  };

  begin();
  addEventListener('online', wake);
  addEventListener('offline', offline);
  addEventListener('pagehide', leave);
  addEventListener('pageshow', returned);
  document.addEventListener('visibilitychange', wake);

  return () => {
    leave();
    removeEventListener('online', wake);
    removeEventListener('offline', offline);
    removeEventListener('pagehide', leave);
    removeEventListener('pageshow', returned);
    document.removeEventListener('visibilitychange', wake);
  };
}

/** Listen by the worker that the browser's tabs share; `lost` when it cannot be had or says nothing any more. */
function shared(workshopId: string, after: number, hear: (heard: Heard) => void, lost: () => void): Ear {
  const worker = new SharedWorker(trustedWorker(workerUrl), { type: 'module', name: 'storyharvest-live' });
  let silence = setTimeout(giveUp, longestSilence + 20_000);
  const ask = (asked: Asked) => worker.port.postMessage(asked);

  function giveUp() {
    close();
    lost();
  }
  function close() {
    clearTimeout(silence);
    ask({ ask: 'leave' });
    worker.port.close();
  }

  worker.onerror = giveUp;
  worker.port.onmessage = ({ data }: MessageEvent<Heard>) => {
    clearTimeout(silence);
    silence = setTimeout(giveUp, longestSilence + 20_000);
    hear(data);
  };
  ask({ ask: 'listen', workshopId, after });
  return { wake: () => ask({ ask: 'wake' }), close };
}
