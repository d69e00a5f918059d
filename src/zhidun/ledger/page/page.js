// The page around the verifier: two files, or a package, and a policy in, true or false out. Nothing leaves this computer.
"use strict";
(function () {
  const words = {
    zh: {
      title: "核验证据", lead: "在本机核验,不联网,文件不会上传。即使平台停止运行,也能核验。", file: "① 原始文件", proof: "② 证明文件(.tlog-proof)",
      or: "或者,直接核验整个证据包:", package: "证据包(.zip)", yesPackage: "真:证据包完整,每份原件均与存证一致。",
      none: "点击选择,或拖到此处", trust: "③ 信任谁", trusthint: "日志与见证人的公钥(tlog-policy)。请与平台公布的公钥核对。", other: "English",
      yes: "真:文件与存证一致,且已在日志中。", no: "假:未通过核验。", need: "请先选择文件和证明文件。", busy: "正在计算摘要……",
      detail: "存证内容", policy: "策略文件格式不对:", index: "位置", size: "日志大小", origin: "日志", witness: "见证",
    },
    en: {
      title: "Verify evidence", lead: "Checked on this computer, without a network; no file is uploaded. It works even if the platform is gone.", file: "1. The original file",
      proof: "2. Its proof (.tlog-proof)", or: "Or check a whole evidence package at once:", package: "The package (.zip)",
      yesPackage: "True: the package is complete, and each original is the one that was sealed.", none: "Choose a file, or drop it here", trust: "3. Whom to trust",
      trusthint: "Keys of the log and its witnesses (tlog-policy). Compare them with the published ones.", other: "中文",
      yes: "True: the file is the one that was sealed, and it is in the log.", no: "False: the check failed.", need: "Choose the file and its proof first.",
      busy: "Computing digests …", detail: "What was sealed", policy: "The policy is malformed: ", index: "Place", size: "Size of the log", origin: "Log", witness: "Witness",
    },
  };
  const at = (id) => document.getElementById(id);
  const chosen = { file: null, proof: null, package: null };
  let lang = document.documentElement.lang.startsWith("en") || location.hash === "#en" ? "en" : "zh";
  let last = null;

  function speak() {
    document.documentElement.lang = lang === "zh" ? "zh-CN" : "en";
    document.title = words[lang].title;
    for (const one of document.querySelectorAll("[data-word]")) one.textContent = words[lang][one.dataset.word];
    for (const name of ["file", "proof", "package"]) if (chosen[name]) at(`${name}-name`).textContent = chosen[name].name;
    if (last) show(last);
  }
  async function* chunks(file) {
    const step = 4 * 1024 * 1024;
    for (let place = 0; place < file.size; place += step) {
      yield new Uint8Array(await file.slice(place, place + step).arrayBuffer());
      at("progress").value = (place + step) / file.size;
      await new Promise((done) => setTimeout(done));
    }
  }
  function progressOf(file) {
    let done = 0;
    return async (bytes) => {
      done += bytes;
      at("progress").value = done / file.size;
      await new Promise((next) => setTimeout(next));
    };
  }
  function line(list, ok, said) {
    const row = document.createElement("li");
    row.textContent = `${ok ? "✓" : "✗"} ${said}`;
    list.append(row);
  }
  function pair(list, name, value) {
    const term = document.createElement("dt"), said = document.createElement("dd");
    term.textContent = name;
    said.textContent = typeof value === "object" ? JSON.stringify(value) : String(value);
    list.append(term, said);
  }
  function show(verdict) {
    last = verdict;
    const box = at("result");
    box.hidden = false;
    box.className = verdict.ok ? "good" : "bad";
    at("verdict").textContent = words[lang][verdict.ok ? (chosen.package ? "yesPackage" : "yes") : "no"];
    at("findings").replaceChildren();
    for (const finding of verdict.findings) line(at("findings"), finding.ok, finding[lang]);
    at("manifest").replaceChildren();
    at("detail").hidden = !verdict.manifest;
    if (!verdict.manifest) return;
    for (const [name, value] of Object.entries(verdict.manifest)) pair(at("manifest"), name, value);
    pair(at("manifest"), words[lang].origin, verdict.origin);
    pair(at("manifest"), words[lang].index, verdict.index);
    pair(at("manifest"), words[lang].size, verdict.size);
    for (const one of verdict.witnesses) pair(at("manifest"), words[lang].witness, `${one.name} · ${new Date(one.time * 1000).toISOString()}`);
  }
  async function check() {
    if (!chosen.package && (!chosen.file || !chosen.proof)) {
      at("status").textContent = words[lang].need;
      return;
    }
    at("status").textContent = words[lang].busy;
    at("progress").hidden = false;
    try {
      let policy;
      try {
        policy = ZhidunVerify.parsePolicy(at("policy").value);
      } catch (fault) {
        show({ ok: false, findings: [{ ok: false, zh: words.zh.policy + fault.zh, en: words.en.policy + fault.en }], witnesses: [] });
        return;
      }
      const proof = chosen.package ? null : new Uint8Array(await chosen.proof.arrayBuffer());
      if (chosen.package) show(await ZhidunPackage.verifyPackage(chosen.package, policy, progressOf(chosen.package)));
      else show(await ZhidunVerify.verify(await ZhidunVerify.digests(chunks(chosen.file)), proof, policy));
      at("verdict").focus();
    } finally {
      at("status").textContent = "";
      at("progress").hidden = true;
    }
  }
  function take(name, file) {
    if (!file) return;
    for (const other of name === "package" ? ["file", "proof"] : ["package"]) {
      chosen[other] = null;
      at(other).value = "";
      at(`${other}-name`).textContent = words[lang].none;
    }
    chosen[name] = file;
    at(`${name}-name`).textContent = file.name;
    check();
  }
  for (const name of ["file", "proof", "package"]) {
    const box = at(`${name}-box`);
    at(name).addEventListener("change", (event) => take(name, event.target.files[0]));
    box.addEventListener("dragover", (event) => { event.preventDefault(); box.classList.add("over"); });
    box.addEventListener("dragleave", () => box.classList.remove("over"));
    box.addEventListener("drop", (event) => {
      event.preventDefault();
      box.classList.remove("over");
      take(name, event.dataTransfer.files[0]);
    });
  }
  at("policy").addEventListener("change", () => { if (chosen.package || (chosen.file && chosen.proof)) check(); });
  at("language").addEventListener("click", () => { lang = lang === "zh" ? "en" : "zh"; speak(); });
  speak();
})();
