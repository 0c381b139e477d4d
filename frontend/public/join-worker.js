/**
 * Keeps a page, so that it opens without a network; the stories themselves do not depend on this. The join page and
 * the scribe's each have one of these, known by its scope.
 * Pages are asked of the network first, files with a hash in their name of the cache first, the API never of the cache.
 */
const page = self.registration.scope.endsWith('/scribe') ? '/scribe' : '/join';
const shelves = `storyharvest-${page.slice(1)}-`;
const shelf = `${shelves}1`;
const patience = 4000;

self.addEventListener('install', (event) => {
  self.skipWaiting();
  event.waitUntil(keepPage());
});

self.addEventListener('activate', (event) => {
  event.waitUntil(Promise.all([dropOlderShelves(), self.clients.claim()]));
});

self.addEventListener('fetch', (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== 'GET' || origin !== self.location.origin) return;
  if (mode === 'navigate') event.respondWith(freshPage());
  else if (pathname.startsWith('/assets/')) event.respondWith(keptFile(event.request));
});

/** The page from the network; the kept one when none comes in time, or when somebody else answers. */
async function freshPage() {
  try {
    const answer = await Promise.race([fetch(page, { redirect: 'error' }), late()]);
    if (answer.ok && (await isOurs(answer.clone()))) {
      const copy = answer.clone();
      void caches.open(shelf).then((cache) => cache.put(page, copy));
      return answer;
    }
  } catch {
    // then the kept page
  }
  return (await caches.match(page)) ?? fetch(page);
}

const late = () => new Promise((_, reject) => setTimeout(() => reject(new Error('late')), patience));

/** A captive portal answers every page with its own. */
const isOurs = async (answer) => (await answer.text()).includes(`/assets${page}-`);

async function keptFile(request) {
  const kept = await caches.match(request, { ignoreSearch: true });
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok && /javascript|css|svg/.test(answer.headers.get('Content-Type') ?? '')) {
    const cache = await caches.open(shelf);
    await cache.put(request, answer.clone());
  }
  return answer;
}

/** The page and all files that it names, and what those name: languages and the receipt, too. */
async function keepPage() {
  const cache = await caches.open(shelf);
  const answer = await fetch(page, { cache: 'no-store' });
  const html = await answer.clone().text();
  await cache.put(page, answer);
  const needed = new Set(html.match(/\/assets\/[\w.-]+/g));
  await cache.addAll(needed);
  for (const path of needed) {
    if (!path.endsWith('.js')) continue;
    const script = await (await cache.match(path))?.text();
    const later = [...(script ?? '').matchAll(/[\w-]+-[\w-]{8}\.js/g)].map(([name]) => `/assets/${name}`);
    await cache.addAll(later.filter((name) => !needed.has(name))).catch(() => undefined); // kept when first used
    for (const name of later) needed.add(name); // what these name is looked for in their turn
  }
}

async function dropOlderShelves() {
  for (const name of await caches.keys())
    if (name.startsWith(shelves) && name !== shelf) await caches.delete(name);
}
