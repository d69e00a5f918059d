/* Files go in pieces, show how far they are, and go on after a lost connection. Without scripts the form sends them whole. */
(() => {
  "use strict";
  const zh = document.documentElement.lang.startsWith("zh");
  const say = {
    going: zh ? "正在上传" : "Uploading",
    waiting: zh ? "连接中断，恢复后自动续传，请不要关闭页面" : "No connection. It goes on by itself; keep this page open",
    done: zh ? "已收到" : "Received",
    failed: zh ? "没有收到：" : "Not taken: ",
    left: (s) => (zh ? `约剩 ${s} 秒` : `about ${s} s left`),
  };
  const rest = (ms) => new Promise((go) => { setTimeout(go, ms); });
  const mark = (file) => `zd-upload:${file.name}|${file.size}|${file.lastModified}`;

  const ask = async (address, options) => {
    for (let tries = 0; ; tries += 1) {
      try { return await fetch(address, options); }
      catch { options.waiting?.(); await rest(Math.min(1000 * 2 ** tries, 15000)); }
    }
  };

  async function send(file, token, show) {
    const headers = { "X-CSRFToken": token };
    const waiting = () => show(say.waiting);
    let key = sessionStorage.getItem(mark(file));
    let state = null;
    if (key) {
      const answer = await ask(`/uploads/${key}`, { headers, waiting });
      if (answer.ok) state = await answer.json();
    }
    if (!state) {
      const answer = await ask("/uploads/", { method: "POST", headers, waiting, body: new URLSearchParams({ name: file.name, size: file.size, type: file.type }) });
      state = await answer.json();
      if (!answer.ok) throw new Error(`${state.title || ""} ${state.remedy?.[zh ? "zh" : "en"] || ""}`);
      key = state.key;
      sessionStorage.setItem(mark(file), key);
    }
    const began = performance.now();
    const from = state.offset;
    while (state.offset < file.size) {
      const part = file.slice(state.offset, state.offset + state.piece);
      const answer = await ask(`/uploads/${key}?offset=${state.offset}`, { method: "PUT", headers, body: part, waiting });
      const next = await answer.json();
      if (answer.status === 409) { state.offset = next.offset; continue; }
      if (!answer.ok) throw new Error(next.title || "");
      state = next;
      const seconds = Math.round((file.size - state.offset) / (((state.offset - from) / (performance.now() - began)) * 1000));
      show(`${say.going} ${Math.floor((100 * state.offset) / file.size)} %${state.offset < file.size ? ` · ${say.left(seconds)}` : ""}`, state.offset / file.size);
    }
    sessionStorage.removeItem(mark(file));
    return state;
  }

  for (const form of document.querySelectorAll("form[data-zd-upload]")) {
    form.addEventListener("submit", async (event) => {
      const input = form.querySelector("input[type=file]");
      if (!input?.files.length || form.dataset.zdUploaded) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (form.dataset.zdBusy) return;
      form.dataset.zdBusy = "1";
      const button = event.submitter;
      const list = document.createElement("ul");
      list.className = "zd-files zd-uploads";
      list.setAttribute("role", "status");
      input.after(list);
      let failed = false;
      for (const file of [...input.files]) {
        const line = document.createElement("li");
        const words = document.createElement("div");
        const bar = document.createElement("progress");
        bar.max = 1; bar.value = 0;
        bar.setAttribute("aria-label", file.name);
        const name = document.createElement("b"); name.textContent = file.name;
        const state = document.createElement("div"); state.className = "zd-small zd-soft";
        words.append(name, bar, state);
        line.append(document.createElement("span"), words);
        list.append(line);
        try {
          const done = await send(file, form.querySelector("[name=csrfmiddlewaretoken]").value, (text, part) => { state.textContent = text; if (part !== undefined) bar.value = part; });
          bar.value = 1;
          state.textContent = done.sha256 ? `${say.done} · SHA-256 ${done.sha256}` : say.done;
          const kept = document.createElement("input");
          kept.type = "hidden"; kept.name = "upload"; kept.value = done.key;
          form.append(kept);
        } catch (fault) { failed = true; state.className = "zd-wrong"; state.textContent = say.failed + fault.message; }
      }
      delete form.dataset.zdBusy;
      input.value = "";
      if (failed) return;
      form.dataset.zdUploaded = "1";
      form.requestSubmit(button);
    }, true);
  }
})();
