// The service worker of an association's host. It keeps two things and nothing else: what pages are drawn with,
// and one copy of the reader's own next shifts, made by the server for this. Where there is no connection, that
// copy stands in for whatever page was asked for. What `rinnalla` holds is written before this file is read.

const { drawn, copy, offline, ends } = self.rinnalla;
// The names of the files hold a hash of their content: another build is another list.
const FRAME = `frame ${drawn.join(" ")}`;
const OWN = "own";
const FRESH = 5 * 60 * 1000;
const THROWN_AWAY = 7 * 24 * 60 * 60 * 1000;
const FOR = "X-Kept-For";
const AT = "X-Kept-At";

// Raised with each forgetting, so that a copy on its way does not arrive after it.
let forgotten = 0;
// Something was sent since the copy was made.
let stale = false;

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(FRAME)
      .then((cache) => cache.addAll([offline, ...drawn]))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      // A copy of another build would be drawn with what is gone; the page that is open asks for a new one.
      for (const name of await caches.keys()) if (name !== FRAME) await caches.delete(name);
      await self.registration.navigationPreload?.enable();
      await self.clients.claim();
    })(),
  );
});

self.addEventListener("message", (event) => {
  if ("keep" in event.data) event.waitUntil(event.data.keep ? keep(event.data.keep) : forget());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin) return;
  if (ends.includes(pathname)) event.waitUntil(forget());
  if (request.method !== "GET") stale = true;
  else if (request.mode === "navigate") event.respondWith(page(event));
  else if (drawn.includes(pathname)) event.respondWith(caches.match(request).then((found) => found ?? fetch(request)));
});

/** The page that is asked for; without a connection the copy, or a page that says so. */
async function page(event) {
  try {
    const answer = (await event.preloadResponse) ?? (await fetch(event.request));
    // It may lead to the sign-in, because that of this browser has ended.
    if (answer.type === "opaqueredirect") event.waitUntil(lookAgain());
    return answer;
  } catch {
    return (await kept()) ?? (await caches.match(offline)) ?? Response.error();
  }
}

async function kept() {
  const found = await caches.open(OWN).then((cache) => cache.match(copy));
  if (!found || Date.now() - Number(found.headers.get(AT)) < THROWN_AWAY) return found;
  await forget();
}

async function lookAgain() {
  const found = await kept();
  stale = true;
  if (found) await keep(found.headers.get(FOR));
}

function forget() {
  forgotten += 1;
  return caches.delete(OWN);
}

/** Bring the copy up to date for somebody; `key` tells one person's from another's. */
async function keep(key) {
  const found = await kept();
  const theirs = found?.headers.get(FOR) === key;
  if (theirs && !stale && Date.now() - Number(found.headers.get(AT)) < FRESH) return;
  if (found && !theirs) await forget();
  const began = forgotten;
  stale = false;
  let answer;
  try {
    answer = await fetch(copy, { headers: { "X-Copy": "yes" }, cache: "no-store", redirect: "manual" });
  } catch {
    return; // no connection: what is kept stays
  }
  if (answer.status >= 500) return;
  if (!answer.ok || answer.headers.get(FOR) !== key) return forget();
  const headers = new Headers({ [FOR]: key, [AT]: String(Date.now()) });
  for (const name of ["Content-Type", "Content-Security-Policy", "Content-Language"]) {
    if (answer.headers.has(name)) headers.set(name, answer.headers.get(name));
  }
  const made = new Response(await answer.blob(), { headers });
  const cache = await caches.open(OWN);
  if (forgotten === began) await cache.put(copy, made);
  if (forgotten !== began) await caches.delete(OWN);
}
