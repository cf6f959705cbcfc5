// The service worker of tablets: it keeps the pages under /kiosk/ and /field/ with their files and forms, and nothing else.
// Build: {{BUILD}}

const CACHE = 'khao-offline-1';
// So long a page waits for the network before what is kept is shown.
const PATIENCE_MS = 4_000;
const SHELL = /^\/(kiosk|field)\/[a-z0-9-]+$/;
const FORM = /^\/api\/v1\/surveys\/[a-z0-9-]+\/fielded$/;

self.addEventListener('install', () => self.skipWaiting());

self.addEventListener('activate', (event) => {
  event.waitUntil(self.clients.claim());
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  if (request.mode === 'navigate') {
    if (SHELL.test(pathname)) event.respondWith(newest(request, pathname));
  } else if (pathname.startsWith('/assets/')) {
    event.respondWith(kept(request, pathname));
  } else if (FORM.test(pathname)) {
    event.respondWith(newest(request, pathname));
  }
});

self.addEventListener('message', (event) => {
  const { keep, also } = event.data ?? {};
  if (!SHELL.test(keep) || !FORM.test(also)) return;
  event.waitUntil(store(keep, also).then((done) => event.ports[0]?.postMessage(done ? 'kept' : 'not kept')));
});

// The network's, or what is kept where it does not answer in time.
async function newest(request, key) {
  const cache = await caches.open(CACHE);
  const known = await cache.match(key);
  try {
    const answer = await (known ? inTime(fetch(request)) : fetch(request));
    const isBusy = answer.status === 429 || answer.status >= 500;
    if (answer.ok && FORM.test(key)) await cache.put(key, answer.clone());
    return isBusy && known ? known : answer;
  } catch (error) {
    if (known) return known;
    throw error;
  }
}

function inTime(answer) {
  const late = new Promise((_, reject) => {
    setTimeout(() => reject(new Error('the network is slow')), PATIENCE_MS);
  });
  return Promise.race([answer, late]);
}

// A file's name carries its hash: what is kept never changes.
async function kept(request, key) {
  const known = await (await caches.open(CACHE)).match(key);
  return known ?? fetch(request);
}

// A page is kept once all that it needs is there: one that was half replaced would not open.
async function store(shell, form) {
  const cache = await caches.open(CACHE);
  try {
    const page = await fetch(shell, { cache: 'no-store' });
    if (!page.ok || page.redirected) throw new Error(`${shell}: ${page.status}`);
    const wanted = named(await page.clone().text());
    for (const file of wanted) {
      if (!(await cache.match(file))) await cache.add(file);
    }
    await cache.add(form);
    await cache.put(shell, page);
    await tidy(cache);
    return true;
  } catch {
    return (await cache.match(shell)) !== undefined;
  }
}

function named(html) {
  return [...new Set(html.match(/\/assets\/[\w.-]+/g) ?? [])];
}

// Files that no kept page names any more.
async function tidy(cache) {
  const paths = (await cache.keys()).map((request) => new URL(request.url).pathname);
  const wanted = new Set();
  for (const path of paths.filter((path) => SHELL.test(path))) {
    const page = await cache.match(path);
    for (const file of named(await page.text())) wanted.add(file);
  }
  for (const path of paths) {
    if (path.startsWith('/assets/') && !wanted.has(path)) await cache.delete(path);
  }
}
