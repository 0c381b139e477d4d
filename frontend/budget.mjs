/**
 * What a phone downloads before the first key: the join page with everything it loads by itself, and the heaviest
 * language. Counted as gzip sends it, because a page that came by plain http is never offered anything smaller.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const root = new URL('../app/static/', import.meta.url);
const allowed = { total: 60_000, script: 35_000 };

const read = (path) => readFileSync(new URL(path.replace(/^\//, ''), root), 'utf8');
const weigh = (path) => gzipSync(read(path), { level: 6 }).length;

/** A module and all that it imports at once; what it imports later, on demand, is not followed. */
function withImports(path, seen = new Set()) {
  if (seen.has(path)) return seen;
  seen.add(path);
  for (const [, name] of read(path).matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g))
    withImports(`/assets/${name}`, seen);
  return seen;
}

const page = read('join.html');
const linked = [...page.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path);
const scripts = new Set(
  linked.filter((path) => path.endsWith('.js')).flatMap((path) => [...withImports(path)]),
);
const others = linked.filter((path) => !path.endsWith('.js'));

const all = [...scripts].map(read).join('');
const bundles = readdirSync(new URL('assets/', root)).filter(
  (name) => /^(en|es|fr|pt|sw|ar)-.*\.js$/.test(name) && all.includes(name),
);
const heaviest = bundles.map((name) => `/assets/${name}`).sort((a, b) => weigh(b) - weigh(a))[0];
if (bundles.length !== 6) throw new Error(`expected six languages, found ${bundles.join(', ')}`);

for (const path of withImports(heaviest)) scripts.add(path);
const parts = ['/join.html', ...scripts, ...others];
for (const path of parts) console.log(`${String(weigh(path)).padStart(7)}  ${path}`);
const script = [...scripts].map(weigh).reduce((a, b) => a + b);
const total = parts.map(weigh).reduce((a, b) => a + b);
console.log(
  `${String(script).padStart(7)}  script, of ${allowed.script}\n${String(total).padStart(7)}  in total, of ${allowed.total}`,
);
if (script > allowed.script || total > allowed.total) {
  console.error('The join page is heavier than a slow network bears.');
  process.exit(1);
}
