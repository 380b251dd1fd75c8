// The page without a network: everything that the site was built of, kept as one set under the build's name. An update is
// fetched whole beside it, and takes its place only when no page of the old one is open any more: nothing is ever swapped
// under somebody who writes. `FILES` and `BUILD` are put before this by xtask/src/offline.rs.
/* global FILES, BUILD */

const PREFIX = "ipcscope ";
const NAME = PREFIX + BUILD;

addEventListener("install", (event) => event.waitUntil(keep()));
addEventListener("activate", (event) => event.waitUntil(tidy()));

async function keep() {
  const cache = await caches.open(NAME);
  // Past the browser's own cache, which may have a file of another build.
  await cache.addAll(FILES.map((file) => new Request(file || "./", { cache: "no-cache" })));
}

async function tidy() {
  for (const name of await caches.keys()) if (name.startsWith(PREFIX) && name !== NAME) await caches.delete(name);
}

addEventListener("fetch", (event) => {
  const { request } = event;
  const inside = request.url.startsWith(registration.scope) && new URL(request.url).pathname.slice(new URL(registration.scope).pathname.length);
  const file = inside === "index.html" ? "" : inside;
  if (request.method === "GET" && FILES.includes(file)) event.respondWith(kept(file, request));
});

async function kept(file, request) {
  const cache = await caches.open(NAME);
  return (await cache.match(new URL(file, registration.scope).href, { ignoreVary: true })) ?? fetch(request);
}
