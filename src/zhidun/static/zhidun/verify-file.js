/* The public check of a file: hashed here, never uploaded; with a proof, checked here to the end. */
(() => {
  "use strict";
  const root = document.getElementById("zd-verify");
  if (!root || !globalThis.ZhidunVerify) return;
  const lang = document.documentElement.lang.startsWith("zh") ? "zh" : "en";
  const words = {
    zh: {
      busy: "正在本机计算摘要……", yes: "该文件已存证", no: "没有这份文件的存证", at: "存证时间", place: "位置", pending: "待存证（证明尚未生成）",
      truth: "真：文件与存证一致，且已在日志中", lie: "假：未通过核验", down: "暂时无法询问，请稍后再试", often: "询问过于频繁，请稍后再试", witness: "见证",
    },
    en: {
      busy: "Computing digests on this computer …", yes: "This file was sealed", no: "No such file was sealed here", at: "Sealed", place: "position", pending: "pending (its proof is not there yet)",
      truth: "True: the file is the one that was sealed, and it is in the log", lie: "False: the check failed", down: "The platform does not answer; try again later", often: "Too many questions; try again in a moment", witness: "Witness",
    },
  }[lang];
  const moment = (iso) => `${new Intl.DateTimeFormat(lang === "zh" ? "zh-CN" : "en-GB", { dateStyle: "long", timeStyle: "medium", timeZone: "Asia/Shanghai" }).format(new Date(iso))} (UTC+8)`;
  const at = (id) => document.getElementById(`zd-verify-${id}`);
  const chosen = { file: null, proof: null };
  let turn = 0;

  async function* chunks(file) {
    const step = 4 * 1024 * 1024;
    for (let place = 0; place < file.size; place += step) {
      yield new Uint8Array(await file.slice(place, place + step).arrayBuffer());
      await new Promise((done) => setTimeout(done));
    }
  }
  function note(tone, title, lines) {
    const box = document.createElement("div"), head = document.createElement("h2"), list = document.createElement("ul");
    box.className = `zd-note zd-note-${tone}`;
    head.textContent = title;
    list.className = "mb-0 ps-3";
    for (const line of lines) {
      const row = document.createElement("li");
      row.className = "zd-hash";
      row.textContent = line;
      list.append(row);
    }
    box.append(head, list);
    at("result").replaceChildren(box);
    at("result").focus();
  }
  async function withProof(digests) {
    const proof = new Uint8Array(await chosen.proof.arrayBuffer());
    let policy;
    try {
      policy = ZhidunVerify.parsePolicy(at("policy").value);
    } catch (fault) {
      return note("danger", words.lie, [fault[lang] || String(fault)]);
    }
    const verdict = await ZhidunVerify.verify(digests, proof, policy);
    const lines = verdict.findings.map((one) => `${one.ok ? "✓" : "✗"} ${one[lang]}`);
    for (const one of verdict.witnesses || []) lines.push(`${words.witness}: ${one.name} · ${moment(one.time * 1000)}`);
    return note(verdict.ok ? "ok" : "danger", verdict.ok ? words.truth : words.lie, lines);
  }
  async function byDigest(digests) {
    const answer = await fetch(`${root.dataset.ask}?sha256=${digests.sha256}`, { headers: { Accept: "application/json" } });
    if (!answer.ok) return note("warn", answer.status === 429 ? words.often : words.down, []);
    const said = await answer.json();
    const lines = said.seals.map((one) => `${words.at} ${moment(one.sealed_at)}${one.index === null ? ` · ${words.pending}` : ` · ${words.place} ${one.index} · ${one.origin}`}`);
    return note(said.sealed ? "ok" : "danger", said.sealed ? words.yes : words.no, [...lines, `SHA-256 ${digests.sha256}`]);
  }
  async function check() {
    if (!chosen.file) return;
    const mine = ++turn;
    at("status").textContent = words.busy;
    try {
      const digests = await ZhidunVerify.digests(chunks(chosen.file));
      if (mine === turn) await (chosen.proof ? withProof(digests) : byDigest(digests));
    } catch {
      note("warn", words.down, []);
    } finally {
      if (mine === turn) at("status").textContent = "";
    }
  }
  for (const name of ["file", "proof"]) {
    at(name).addEventListener("change", (event) => { chosen[name] = event.target.files[0] || null; check(); });
    const box = at(`${name}-box`);
    box.addEventListener("dragover", (event) => event.preventDefault());
    box.addEventListener("drop", (event) => {
      event.preventDefault();
      if (!event.dataTransfer.files.length) return;
      at(name).files = event.dataTransfer.files;
      chosen[name] = event.dataTransfer.files[0];
      check();
    });
  }
  at("policy").addEventListener("change", check);
})();
