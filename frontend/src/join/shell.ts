/** Where the address is https, a small worker keeps the page itself, so that it opens without a network. */
export function keepShell(scope: '/j' | '/scribe' = '/j'): void {
  const url = '/join-worker.js';
  const trusted = window.trustedTypes?.createPolicy('storyharvest-worker', {
    createScriptURL: (wanted) => (wanted === url ? wanted : ''),
  });
  navigator.serviceWorker
    .register((trusted?.createScriptURL(url) ?? url) as string, { scope, updateViaCache: 'none' })
    .catch(() => undefined); // without it the page works, it only does not open offline
}
