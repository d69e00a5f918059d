// A whole evidence package (a BagIt bag in a ZIP): complete, every digest right, each original true by its proof.
// Written from RFC 8493 and the ZIP application note; reads pieces of the file, never all of it at once.
"use strict";
(function (root) {
  const z = typeof module !== "undefined" && module.exports ? require("./verify.js") : root.ZhidunVerify;
  const ORIGINALS = "data/original/", PROOFS = "data/proof/", STAMPS = "data/timestamps/", SUFFIX = ".tlog-proof";
  const STEP = 4 * 1024 * 1024, LONGEST = 1000000;
  const strict = new TextDecoder("utf-8", { fatal: true });
  const bad = (step, zh, en) => ({ step, ok: false, zh, en });

  async function piece(file, from, to) {
    if (from < 0 || to > file.size || to < from) throw new Error("cut short");
    return new DataView(await file.slice(from, to).arrayBuffer());
  }
  const long = (view, at) => Number(view.getBigUint64(at, true));
  // The directory at the end of the archive; ZIP64 where a number does not fit.
  async function directory(file) {
    const from = Math.max(0, file.size - 65557), tail = await piece(file, from, file.size);
    let at = tail.byteLength - 22;
    while (at >= 0 && tail.getUint32(at, true) !== 0x06054b50) at--;
    if (at < 0) throw new Error("no directory");
    let count = tail.getUint16(at + 10, true), size = tail.getUint32(at + 12, true), begins = tail.getUint32(at + 16, true);
    if (at >= 20 && tail.getUint32(at - 20, true) === 0x07064b50) {
      const place = long(tail, at - 12), wide = await piece(file, place, place + 56);
      if (wide.getUint32(0, true) !== 0x06064b50) throw new Error("no ZIP64 directory");
      count = long(wide, 32); size = long(wide, 40); begins = long(wide, 48);
    }
    return entries(await piece(file, begins, begins + size), count);
  }
  function entries(view, count) {
    const found = [];
    for (let at = 0; found.length < count; ) {
      if (view.getUint32(at, true) !== 0x02014b50) throw new Error("directory");
      const named = view.getUint16(at + 28, true), extra = view.getUint16(at + 30, true), note = view.getUint16(at + 32, true);
      const name = strict.decode(new Uint8Array(view.buffer, at + 46, named));
      const one = { name, method: view.getUint16(at + 10, true), packed: view.getUint32(at + 20, true), size: view.getUint32(at + 24, true), begins: view.getUint32(at + 42, true) };
      for (let place = at + 46 + named, end = place + extra; place + 4 <= end; place += 4 + view.getUint16(place + 2, true)) {
        if (view.getUint16(place, true) !== 1) continue;
        let here = place + 4;
        for (const part of ["size", "packed", "begins"]) if (one[part] === 0xffffffff) { one[part] = long(view, here); here += 8; }
      }
      found.push(one);
      at += 46 + named + extra + note;
    }
    return found;
  }
  async function* content(file, entry, tell) {
    const head = await piece(file, entry.begins, entry.begins + 30);
    if (head.getUint32(0, true) !== 0x04034b50 || entry.method !== 0 || entry.packed !== entry.size) throw new Error("compressed or damaged");
    const begins = entry.begins + 30 + head.getUint16(26, true) + head.getUint16(28, true);
    for (let at = 0; at < entry.size; at += STEP) {
      const part = await piece(file, begins + at, begins + Math.min(at + STEP, entry.size));
      yield new Uint8Array(part.buffer);
      if (tell) await tell(part.byteLength);
    }
  }
  async function whole(file, entry) {
    if (entry.size > LONGEST) throw new Error("too long");
    const parts = [];
    for await (const part of content(file, entry)) parts.push(part);
    const found = new Uint8Array(entry.size);
    let at = 0;
    for (const part of parts) { found.set(part, at); at += part.length; }
    return found;
  }
  const plain = (path) => path.replace(/%0a/gi, "\n").replace(/%0d/gi, "\r").replace(/%25/g, "%");
  function manifest(bytes) {
    const rows = new Map();
    for (const line of strict.decode(bytes).split("\n").filter((one) => one.trim())) {
      const parts = /^([0-9A-Fa-f]+)[ \t]+\*?(.+)$/.exec(line);
      if (!parts || rows.has(plain(parts[2]))) throw new Error("manifest");
      rows.set(plain(parts[2]), parts[1].toLowerCase());
    }
    return rows;
  }
  // Names by path inside the bag, or what is wrong with them.
  function named(found, findings) {
    const files = found.filter((one) => !one.name.endsWith("/"));
    const tops = files.filter((one) => one.name.split("/").pop() === "bagit.txt").map((one) => one.name.slice(0, -9));
    const top = tops.sort((a, b) => a.length - b.length)[0];
    const inside = new Map();
    if (top === undefined) { findings.push(bad("bag", "缺少 bagit.txt:不是证据包。", "bagit.txt is missing: this is no evidence package.")); return inside; }
    for (const one of files) {
      const path = one.name.slice(top.length);
      if (!one.name.startsWith(top)) findings.push(bad("bag", `包外还有文件:${one.name}`, `There is a file outside the bag: ${one.name}`));
      else if (inside.has(path)) findings.push(bad("bag", `文件名重复:${path}`, `A name repeats: ${path}`));
      else inside.set(path, one);
    }
    return inside;
  }
  async function complete(file, inside, findings, tell) {
    const seen = new Map();
    for (const [path, entry] of inside) seen.set(path, await z.digests(content(file, entry, tell)));
    for (const kind of ["", "tag"]) for (const name of ["sha256", "sm3"]) {
      const list = `${kind}manifest-${name}.txt`;
      if (!inside.has(list)) { findings.push(bad("bag", `缺少 ${list}`, `${list} is missing`)); continue; }
      const rows = manifest(await whole(file, inside.get(list)));
      for (const [path, wanted] of rows) {
        const got = seen.has(path) ? seen.get(path)[name] : null;
        if (got === null) findings.push(bad("bag", `${path}:清单列出的文件不存在。`, `${path}: a manifest names it, but it is not there.`));
        else if (got !== wanted) findings.push(bad("bag", `${path}:${name} 应为 ${wanted},实为 ${got}`, `${path}: ${name}: expected ${wanted}, got ${got}`));
      }
      for (const path of inside.keys()) {
        const listed = kind ? !path.startsWith("data/") && !path.startsWith("tagmanifest-") : path.startsWith("data/");
        if (listed && !rows.has(path)) findings.push(bad("bag", `${path}:${list} 未列出该文件。`, `${path}: ${list} does not name this file.`));
      }
    }
    return seen;
  }
  async function originals(file, inside, seen, policy, findings) {
    const verdicts = [], heads = new Set();
    for (const path of inside.keys()) {
      if (!path.startsWith(ORIGINALS)) continue;
      const name = path.slice(ORIGINALS.length), proof = inside.get(PROOFS + name + SUFFIX);
      if (!proof) { findings.push(bad("proof", `${name}:缺少证明文件。`, `${name}: its proof is missing.`)); continue; }
      const bytes = await whole(file, proof), verdict = await z.verify(seen.get(path), bytes, policy);
      verdicts.push(verdict);
      for (const one of verdict.findings) findings.push({ ...one, zh: `${name}:${one.zh}`, en: `${name}: ${one.en}` });
      try { heads.add(z.parseProof(bytes).note.text); } catch { /* said above */ }
    }
    if (!verdicts.length) findings.push(bad("proof", "包内没有原件及证明。", "It holds no original with its proof."));
    return { verdicts, heads };
  }
  // A token over the checkpoint holds the digest of its text; whose signature it is, `zhidun verify --tsa-roots` says.
  async function stamps(file, inside, heads, findings) {
    const wanted = [...heads].map((head) => { const one = z.sha256(); one.update(new TextEncoder().encode(head)); return z.hex(one.digest()); });
    for (const [path, entry] of inside) {
      if (!path.startsWith(STAMPS) || !path.endsWith(".tsr")) continue;
      const name = path.slice(STAMPS.length), token = z.hex(await whole(file, entry));
      const ok = wanted.some((one) => token.includes(one));
      findings.push(ok
        ? { step: "timestamp", ok, zh: `${name}:时间戳令牌属于该检查点(签名请用 zhidun verify 核验)。`, en: `${name}: the time stamp is over this checkpoint (its signature: zhidun verify).` }
        : bad("timestamp", `${name}:令牌不属于该检查点。`, `${name}: the token is over another checkpoint.`));
    }
  }
  // `file`: a Blob. `tell(bytes)` hears of progress. Never throws for what was altered.
  async function verifyPackage(file, policy, tell) {
    const findings = [];
    let verdicts = [];
    try {
      const inside = named(await directory(file), findings);
      if (inside.size) {
        const seen = await complete(file, inside, findings, tell);
        if (!findings.length) findings.push({ step: "bag", ok: true, zh: `证据包完整,共 ${inside.size} 个文件(BagIt)。`, en: `The package is complete: ${inside.size} files (BagIt).` });
        const found = await originals(file, inside, seen, policy, findings);
        verdicts = found.verdicts;
        await stamps(file, inside, found.heads, findings);
      }
    } catch {
      findings.push(bad("bag", "证据包已损坏,无法读取。", "The package is damaged and cannot be read."));
    }
    return { ok: verdicts.length > 0 && findings.every((one) => one.ok), findings, witnesses: [], manifest: null };
  }

  const api = { verifyPackage };
  if (typeof module !== "undefined" && module.exports) module.exports = api;
  else root.ZhidunPackage = api;
})(typeof globalThis !== "undefined" ? globalThis : this);
