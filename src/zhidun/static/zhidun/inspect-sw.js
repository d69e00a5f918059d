/* Keeps the empty inspection form and what it looks like, so that it opens without a network. Never an answer about a case. */
"use strict";
const NAME = "zd-inspect-2";
const PAGE = "/desk/inspect";
self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(NAME);
    const answer = await fetch(PAGE, { credentials: "same-origin" });
    if (!answer.ok || answer.redirected) return;
    await cache.put(PAGE, answer.clone());
    const text = await answer.text();
    const parts = [...text.matchAll(/(?:href|src)="(\/static\/[^"]+)"/g)].map((one) => one[1]);
    await cache.addAll([...new Set(parts)]);
    await self.skipWaiting();
  })());
});
self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name.startsWith("zd-inspect-") && name !== NAME) await caches.delete(name);
    await self.clients.claim();
  })());
});
self.addEventListener("fetch", (event) => {
  const at = new URL(event.request.url);
  const page = event.request.mode === "navigate" && at.pathname === PAGE;
  if (event.request.method !== "GET" || !(page || at.pathname.startsWith("/static/"))) return;
  event.respondWith((async () => {
    const cache = await caches.open(NAME);
    try {
      const answer = await fetch(event.request);
      if (page && answer.ok && !answer.redirected) cache.put(PAGE, answer.clone());
      return answer;
    } catch (fault) {
      const kept = await cache.match(page ? PAGE : at.pathname, { ignoreSearch: true });
      if (kept) return kept;
      throw fault;
    }
  })());
});
