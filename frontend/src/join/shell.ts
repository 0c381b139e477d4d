import { trustedWorker } from '../api/trusted_worker';

/** Where the address is https, a small worker keeps the page itself, so that it opens without a network. */
export function keepShell(scope: '/j' | '/scribe' = '/j'): void {
  navigator.serviceWorker
    .register(trustedWorker('/join-worker.js'), { scope, updateViaCache: 'none' })
    .catch(() => undefined); // without it the page works, it only does not open offline
}
