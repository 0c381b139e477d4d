/**
 * A shared worker that holds one line for all tabs of a browser: over plain http a browser opens six connections to a
 * service, and the seventh tab with a line of its own would hang.
 */
import { Exchange, type Asked, type Hearer } from './live_exchange';

const exchange = new Exchange();

addEventListener('connect', (event) => {
  const port = (event as MessageEvent).ports[0]!;
  const hearer: Hearer = { hear: (heard) => port.postMessage(heard), seen: 0 };
  port.onmessage = ({ data }: MessageEvent<Asked>) => exchange.take(hearer, data);
});
