/* Deposits: a commitment is computed here and the work never leaves; a scanned code stands behind the # and is sent by POST. */
(() => {
  "use strict";
  const zh = document.documentElement.lang.startsWith("zh");
  const words = {
    busy: zh ? "正在本机计算……" : "Computing on this computer …",
    done: zh ? "已填入承诺值。请先保存盐值文件,再继续。" : "The commitment is filled in. Save the salt file before you go on.",
    failed: zh ? "本机无法计算,请改用命令行 zhidun deposit commit。" : "It cannot be computed here; use the command zhidun deposit commit.",
    empty: zh ? "这是空文件,没有内容可以存证。" : "This file is empty; there is nothing to deposit.",
  };
  const hex = (bytes) => [...new Uint8Array(bytes)].map((one) => one.toString(16).padStart(2, "0")).join("");

  async function* chunks(file) {
    const step = 4 * 1024 * 1024;
    for (let place = 0; place < file.size; place += step) {
      yield new Uint8Array(await file.slice(place, place + step).arrayBuffer());
      await new Promise((done) => setTimeout(done));
    }
  }
  async function commit(file) {
    const { sha256 } = await globalThis.ZhidunVerify.digests(chunks(file));
    const salt = crypto.getRandomValues(new Uint8Array(32));
    const key = await crypto.subtle.importKey("raw", salt, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
    const message = new TextEncoder().encode(`zhidun-work-v1\n${sha256}\n${file.size}\n`);
    return { v: 1, file: file.name, size: file.size, salt: hex(salt), commitment: hex(await crypto.subtle.sign("HMAC", key, message)) };
  }
  const picker = document.getElementById("zd-commit-file");
  picker?.addEventListener("change", async () => {
    const file = picker.files[0], status = document.getElementById("zd-commit-status"), save = document.getElementById("zd-commit-save");
    if (!file) return;
    save.hidden = true;
    if (!file.size) { status.textContent = words.empty; return; }
    status.textContent = words.busy;
    try {
      const made = await commit(file);
      document.getElementById("f-commitment").value = made.commitment;
      save.href = URL.createObjectURL(new Blob([JSON.stringify(made, null, 1)], { type: "application/json" }));
      save.download = `${file.name}.commitment.json`;
      save.hidden = false;
      status.textContent = words.done;
    } catch {
      status.textContent = words.failed;
    }
  });

  // the code of a scanned label: fill it in, take it out of the address, ask at once
  const code = new URLSearchParams(location.hash.slice(1)).get("code");
  const form = document.querySelector("form[data-zd-code]");
  if (code && form) {
    form.elements.code.value = code;
    history.replaceState(null, "", location.pathname + location.search);
    form.requestSubmit();
  }
})();
