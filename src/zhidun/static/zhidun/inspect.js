/* The inspection form without a network: kept in this device's IndexedDB, sent when there is one, conflicts shown. */
(() => {
  "use strict";
  const zh = document.documentElement.lang.startsWith("zh");
  const $ = (id) => document.getElementById(id);
  const form = $("form");
  const say = {
    saved: (at) => (zh ? `已存在本机 ${at}` : `Kept on this device ${at}`),
    online: zh ? "已联网" : "Online",
    offline: zh ? "没有网络，照常填写" : "No network; go on filling in",
    untitled: zh ? "未写地点" : "No place yet",
    sent: (n) => (zh ? `已提交 ${n}` : `Sent ${n}`),
    open: zh ? "打开" : "Open",
    remove: zh ? "删除" : "Delete",
    waiting: zh ? "等待同步" : "Waiting",
    signin: zh ? "请先登录，再同步" : "Sign in, then send",
    unknown: zh ? "没有找到该案件，或您无权查看" : "No such case, or not for you",
  };
  const store = (mode, act) => new Promise((go, fail) => {
    const asked = indexedDB.open("zd-inspect", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("drafts", { keyPath: "key" });
    asked.onerror = () => fail(asked.error);
    asked.onsuccess = () => {
      const change = asked.result.transaction("drafts", mode);
      const request = act(change.objectStore("drafts"));
      change.oncomplete = () => { asked.result.close(); go(request.result); };
      change.onerror = () => fail(change.error);
    };
  });
  const all = () => store("readonly", (drafts) => drafts.getAll());
  const put = (draft) => store("readwrite", (drafts) => drafts.put(draft));
  const drop = (key) => store("readwrite", (drafts) => drafts.delete(key));
  const blank = () => ({ key: crypto.randomUUID(), made_at: new Date().toISOString(), where: form.dataset.first, facts: {}, photos: [], case: "", version: 0, state: "open" });
  let now = blank();

  const show = () => {
    for (const one of form.elements) {
      if (one.type === "radio") one.checked = one.value === now.where;
      else if (one.name === "case") one.value = now.case;
      else if (one.name) one.value = now.facts[one.name] || "";
    }
    for (const block of form.querySelectorAll("[data-where]")) block.hidden = !block.dataset.where.split(" ").includes(now.where);
    $("photos").replaceChildren(...now.photos.map((photo, place) => {
      const line = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button"; button.className = "btn btn-sm btn-default"; button.textContent = say.remove;
      button.setAttribute("aria-label", `${say.remove} ${photo.name}`);
      button.addEventListener("click", () => { now.photos.splice(place, 1); keep(); show(); });
      const words = document.createElement("div"); words.textContent = `${photo.name} · ${Math.round(photo.blob.size / 1024)} kB`;
      line.append(document.createElement("span"), words, button);
      return line;
    }));
  };
  const list = async () => {
    const drafts = await all();
    $("none").hidden = drafts.length > 0;
    $("kept").replaceChildren(...drafts.map((draft) => {
      const line = document.createElement("li");
      const words = document.createElement("div");
      const name = document.createElement("b"); name.textContent = [draft.facts.fair, draft.facts.booth].filter(Boolean).join(" · ") || draft.facts.place || draft.case || say.untitled;
      const state = document.createElement("div"); state.className = "zd-small zd-soft";
      state.textContent = draft.state === "sent" ? say.sent(draft.number) : `${say.waiting} · ${new Date(draft.made_at).toLocaleString()}${draft.problem ? ` · ${draft.problem}` : ""}`;
      words.append(name, state);
      const buttons = document.createElement("div"); buttons.className = "zd-choice";
      const add = (label, act) => { const b = document.createElement("button"); b.type = "button"; b.className = "btn btn-sm btn-default"; b.textContent = label; b.setAttribute("aria-label", `${label} ${name.textContent}`); b.addEventListener("click", act); buttons.append(b); };
      if (draft.state !== "sent") add(say.open, () => { now = draft; show(); form.scrollIntoView(); });
      add(say.remove, async () => { await drop(draft.key); if (now.key === draft.key) { now = blank(); show(); } list(); });
      line.append(document.createElement("span"), words, buttons);
      return line;
    }));
  };
  const keep = async () => {
    await put(now);
    $("saved").textContent = say.saved(new Date().toLocaleTimeString());
    list();
  };
  form.addEventListener("input", () => {
    for (const one of form.elements) {
      if (one.type === "radio") { if (one.checked) now.where = one.value; }
      else if (one.name === "case") now.case = one.value.trim();
      else if (one.name && one.type !== "file") now.facts[one.name] = one.value;
    }
    for (const block of form.querySelectorAll("[data-where]")) block.hidden = !block.dataset.where.split(" ").includes(now.where);
    keep();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  $("i-case").addEventListener("change", async () => {
    if (!now.case || !navigator.onLine) return;
    const answer = await fetch(`${form.dataset.ready}?case=${encodeURIComponent(now.case)}`).catch(() => null);
    const body = answer?.ok ? await answer.json() : null;
    if (body?.case) { now.version = body.case.version; $("case-said").textContent = body.case.title; keep(); }
    else if (answer) $("case-said").textContent = say.unknown;
  });
  $("i-photos").addEventListener("change", () => {
    for (const file of $("i-photos").files) now.photos.push({ name: file.name, type: file.type, blob: file });
    $("i-photos").value = "";
    keep(); show();
  });
  $("fresh").addEventListener("click", () => {
    const fair = now.where === "fair" ? now.facts.fair || "" : "";
    now = blank();
    if (fair) { now.where = "fair"; now.facts.fair = fair; }
    show();
    $(fair ? "i-booth" : "i-place").focus();
  });

  // sending: each record by itself, the same key never makes two
  async function send(draft, token, confirmed) {
    const data = new FormData();
    data.append("record", JSON.stringify({ key: draft.key, made_at: draft.made_at, facts: draft.where === "fair" ? draft.facts : { ...draft.facts, fair: "", booth: "" }, case: draft.where === "case" ? draft.case : "", version: draft.version, confirmed }));
    for (const photo of draft.photos) data.append("files", photo.blob, photo.name);
    const answer = await fetch(form.dataset.send, { method: "POST", headers: { "X-CSRFToken": token, Accept: "application/json" }, body: data });
    const body = await answer.json();
    if (answer.ok) { Object.assign(draft, { state: "sent", number: body.number, photos: [], problem: "" }); await put(draft); return null; }
    draft.problem = body.title || String(answer.status);
    await put(draft);
    return body.news ? { draft, token, news: body.news } : null;
  }
  let asked = null;
  const conflict = (found) => {
    asked = found;
    $("news").replaceChildren(...found.news.map((one) => { const line = document.createElement("li"); line.textContent = `${one.title} · ${one.who}`; return line; }));
    $("conflict").hidden = false;
    $("conflict").focus();
  };
  const sync = async () => {
    const answer = await fetch(form.dataset.ready, { redirect: "manual" }).catch(() => null);
    if (!answer) { look(); return; }
    if (!answer.ok) { $("saved").textContent = say.signin; return; }
    const { token } = await answer.json();
    for (const draft of await all()) {
      if (draft.state === "sent" || !(draft.facts.found || "").trim()) continue;
      const found = await send(draft, token, false).catch(() => null);
      if (found) { conflict(found); break; }
    }
    if (now.state === "open" && (await all()).find((one) => one.key === now.key)?.state === "sent") { now = blank(); show(); }
    list();
  };
  $("sync").addEventListener("click", sync);
  $("still").addEventListener("click", async () => { $("conflict").hidden = true; await send(asked.draft, asked.token, true); sync(); });
  $("later").addEventListener("click", () => { $("conflict").hidden = true; });
  const look = () => { document.querySelector("[data-zd-net]").textContent = navigator.onLine ? say.online : say.offline; };
  addEventListener("online", () => { look(); sync(); });
  addEventListener("offline", look);
  look(); show(); list();
  navigator.serviceWorker?.register("/inspect-sw.js", { scope: "/desk/inspect" });
})();
