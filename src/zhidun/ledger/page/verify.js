// A second, independent verifier, written from the specifications only: RFC 6962, C2SP signed-note, tlog-checkpoint,
// tlog-cosignature, tlog-proof, tlog-policy, tlog-tiles, RFC 8785, RFC 8032, GB/T 32905 (SM3), FIPS 180-4.
// No network, no dependency. In a page it is the global `ZhidunVerify`; under Node it is a module.
"use strict";
(function (root) {
  const text = new TextEncoder();
  const strict = new TextDecoder("utf-8", { fatal: true });

  class Wrong extends Error {
    constructor(step, zh, en) {
      super(en);
      this.step = step;
      this.zh = zh;
      this.en = en;
    }
  }
  const malformed = (zh, en) => new Wrong("malformed", zh, en);

  // ---------------------------------------------------------------- bytes
  const hex = (bytes) => Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
  function unhex(word) {
    if (typeof word !== "string" || word.length % 2 || !/^[0-9a-f]*$/i.test(word)) throw malformed("十六进制无效。", "This is not hexadecimal.");
    return Uint8Array.from(word.match(/../g) || [], (pair) => parseInt(pair, 16));
  }
  function concat(...parts) {
    const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let place = 0;
    for (const part of parts) {
      whole.set(part, place);
      place += part.length;
    }
    return whole;
  }
  const same = (a, b) => a.length === b.length && a.every((byte, i) => byte === b[i]);
  const encode64 = (bytes) => btoa(Array.from(bytes, (b) => String.fromCharCode(b)).join(""));
  function decode64(word) {
    let bytes = null;
    try {
      bytes = Uint8Array.from(atob(word), (c) => c.charCodeAt(0));
    } catch {
      bytes = null;
    }
    if (bytes === null || encode64(bytes) !== word) throw malformed("不是规范的 Base64。", "This is not canonical base64.");
    return bytes;
  }
  function decimal(word) {
    if (!/^(0|[1-9][0-9]{0,18})$/.test(word)) throw malformed("不是规范的十进制数。", "This is no plain decimal number.");
    const found = BigInt(word);
    if (found >= 1n << 63n) throw malformed("数值过大。", "The number is too large.");
    return found;
  }
  function hash32(word) {
    const bytes = decode64(word);
    if (bytes.length !== 32) throw malformed("哈希值应为 32 字节。", "A hash has 32 bytes.");
    return bytes;
  }

  // ---------------------------------------------------------------- SHA-256 and SM3: both Merkle–Damgård, 64-byte blocks
  const K = Uint32Array.from([
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be,
    0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa,
    0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85,
    0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3,
    0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f,
    0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
  ]);
  const right = (x, n) => (x >>> n) | (x << (32 - n));
  const left = (x, n) => (n % 32 ? (x << n % 32) | (x >>> (32 - (n % 32))) : x);

  function sha256Block(h, block, at, w) {
    for (let i = 0; i < 16; i++) w[i] = block.getUint32(at + 4 * i);
    for (let i = 16; i < 64; i++) {
      const a = w[i - 15], b = w[i - 2];
      w[i] = (w[i - 16] + (right(a, 7) ^ right(a, 18) ^ (a >>> 3)) + w[i - 7] + (right(b, 17) ^ right(b, 19) ^ (b >>> 10))) | 0;
    }
    let [a, b, c, d, e, f, g, z] = h;
    for (let i = 0; i < 64; i++) {
      const t1 = (z + (right(e, 6) ^ right(e, 11) ^ right(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
      const t2 = ((right(a, 2) ^ right(a, 13) ^ right(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      z = g; g = f; f = e; e = (d + t1) | 0; d = c; c = b; b = a; a = (t1 + t2) | 0;
    }
    h[0] += a; h[1] += b; h[2] += c; h[3] += d; h[4] += e; h[5] += f; h[6] += g; h[7] += z;
  }

  const p0 = (x) => x ^ left(x, 9) ^ left(x, 17);
  const p1 = (x) => x ^ left(x, 15) ^ left(x, 23);
  function sm3Block(h, block, at, w) {
    for (let i = 0; i < 16; i++) w[i] = block.getUint32(at + 4 * i);
    for (let i = 16; i < 68; i++) w[i] = p1(w[i - 16] ^ w[i - 9] ^ left(w[i - 3], 15)) ^ left(w[i - 13], 7) ^ w[i - 6];
    let [a, b, c, d, e, f, g, z] = h;
    for (let i = 0; i < 64; i++) {
      const t = i < 16 ? 0x79cc4519 : 0x7a879d8a;
      const s1 = left((left(a, 12) + e + left(t, i)) | 0, 7);
      const s2 = s1 ^ left(a, 12);
      const ff = i < 16 ? a ^ b ^ c : (a & b) | (a & c) | (b & c);
      const gg = i < 16 ? e ^ f ^ g : (e & f) | (~e & g);
      const t1 = (ff + d + s2 + (w[i] ^ w[i + 4])) | 0;
      const t2 = (gg + z + s1 + w[i]) | 0;
      d = c; c = left(b, 9); b = a; a = t1; z = g; g = left(f, 19); f = e; e = p0(t2);
    }
    h[0] ^= a; h[1] ^= b; h[2] ^= c; h[3] ^= d; h[4] ^= e; h[5] ^= f; h[6] ^= g; h[7] ^= z;
  }

  class Digest {
    constructor(start, block) {
      this.h = Uint32Array.from(start);
      this.block = block;
      this.rest = new Uint8Array(64);
      this.held = 0;
      this.length = 0;
      this.w = new Int32Array(68);
    }
    update(bytes) {
      this.length += bytes.length;
      let at = 0;
      if (this.held) {
        at = Math.min(64 - this.held, bytes.length);
        this.rest.set(bytes.subarray(0, at), this.held);
        this.held += at;
        if (this.held < 64) return this;
        this.block(this.h, new DataView(this.rest.buffer), 0, this.w);
        this.held = 0;
      }
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      for (; at + 64 <= bytes.length; at += 64) this.block(this.h, view, at, this.w);
      this.rest.set(bytes.subarray(at));
      this.held = bytes.length - at;
      return this;
    }
    digest() {
      const bits = this.length * 8;
      const pad = new Uint8Array((this.held < 56 ? 64 : 128) - this.held);
      pad[0] = 0x80;
      const view = new DataView(pad.buffer);
      view.setUint32(pad.length - 8, Math.floor(bits / 2 ** 32));
      view.setUint32(pad.length - 4, bits >>> 0);
      this.update(pad);
      const out = new DataView(new ArrayBuffer(32));
      this.h.forEach((word, i) => out.setUint32(4 * i, word));
      return new Uint8Array(out.buffer);
    }
  }
  const sha256 = () => new Digest([0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19], sha256Block);
  const sm3 = () => new Digest([0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e], sm3Block);
  const hash = (...parts) => parts.reduce((made, part) => made.update(part), sha256()).digest();

  function hmac(make, key, message) {
    const block = new Uint8Array(64);
    block.set(key.length > 64 ? make().update(key).digest() : key);
    const inner = make().update(block.map((b) => b ^ 0x36)).update(message).digest();
    return make().update(block.map((b) => b ^ 0x5c)).update(inner).digest();
  }

  // ---------------------------------------------------------------- Ed25519: WebCrypto, else RFC 8032 in whole numbers
  const P = 2n ** 255n - 19n;
  const L = 2n ** 252n + 27742317777372353535851937790883648493n;
  const mod = (x, m = P) => ((x % m) + m) % m;
  function power(base, exponent) {
    let found = 1n, b = mod(base);
    for (let e = exponent; e; e >>= 1n, b = mod(b * b)) if (e & 1n) found = mod(found * b);
    return found;
  }
  const D = mod(-121665n * power(121666n, P - 2n));
  const ROOT = power(2n, (P - 1n) / 4n);
  const little = (bytes) => bytes.reduceRight((sum, b) => (sum << 8n) | BigInt(b), 0n);
  function point(bytes) {
    const whole = little(bytes), sign = whole >> 255n, y = whole & ((1n << 255n) - 1n);
    if (y >= P) return null;
    const u = mod(y * y - 1n), v = mod(D * y * y + 1n);
    let x = mod(u * v ** 3n * power(u * v ** 7n, (P - 5n) / 8n));
    if (mod(v * x * x) === mod(-u)) x = mod(x * ROOT);
    else if (mod(v * x * x) !== u) return null;
    if (x === 0n && sign) return null;
    if ((x & 1n) !== sign) x = mod(-x);
    return [x, y, 1n, mod(x * y)];
  }
  function add([x1, y1, z1, t1], [x2, y2, z2, t2]) {
    const a = mod((y1 - x1) * (y2 - x2)), b = mod((y1 + x1) * (y2 + x2)), c = mod(2n * t1 * t2 * D), d = mod(2n * z1 * z2);
    const e = b - a, f = d - c, g = d + c, h = b + a;
    return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
  }
  function times(n, p) {
    let found = [0n, 1n, 1n, 0n];
    for (let q = p; n; n >>= 1n, q = add(q, q)) if (n & 1n) found = add(found, q);
    return found;
  }
  const BASE = (() => {
    const y = mod(4n * power(5n, P - 2n));
    const bytes = new Uint8Array(32);
    for (let i = 0, rest = y; i < 32; i++, rest >>= 8n) bytes[i] = Number(rest & 255n);
    return point(bytes);
  })();
  const equal = (p, q) => mod(p[0] * q[2] - q[0] * p[2]) === 0n && mod(p[1] * q[2] - q[1] * p[2]) === 0n;
  async function ed25519Plain(publicKey, message, signature) {
    if (signature.length !== 64 || publicKey.length !== 32) return false;
    const r = point(signature.subarray(0, 32)), s = little(signature.subarray(32)), a = point(publicKey);
    if (!r || !a || s >= L) return false;
    const input = concat(signature.subarray(0, 32), publicKey, message);
    const k = little(new Uint8Array(await crypto.subtle.digest("SHA-512", input))) % L;
    return equal(times(s, BASE), add(r, times(k, a)));
  }
  async function ed25519(publicKey, message, signature) {
    try {
      const key = await crypto.subtle.importKey("raw", publicKey, { name: "Ed25519" }, false, ["verify"]);
      return await crypto.subtle.verify({ name: "Ed25519" }, key, signature, message);
    } catch {
      return ed25519Plain(publicKey, message, signature);
    }
  }

  // ---------------------------------------------------------------- the tree
  const EMPTY = hash();
  const leafHash = (entry) => hash(Uint8Array.of(0), entry);
  const nodeHash = (a, b) => hash(Uint8Array.of(1), a, b);
  function treeRoot(leaves) {
    if (!leaves.length) return EMPTY;
    let row = leaves;
    while (row.length > 1) {
      const above = [];
      for (let i = 0; i < row.length; i += 2) above.push(i + 1 < row.length ? nodeHash(row[i], row[i + 1]) : row[i]);
      row = above;
    }
    return row[0];
  }
  // RFC 6962: the path is walked from the leaf up, halving both the place and the place of the last leaf.
  function rootOfPath(index, size, leaf, path) {
    if (index >= size) return null;
    let fn = index, sn = size - 1n, found = leaf;
    for (const step of path) {
      if (sn === 0n) return null;
      if (fn & 1n || fn === sn) {
        found = nodeHash(step, found);
        while (!(fn & 1n) && fn !== 0n) { fn >>= 1n; sn >>= 1n; }
      } else {
        found = nodeHash(found, step);
      }
      fn >>= 1n;
      sn >>= 1n;
    }
    return sn === 0n ? found : null;
  }

  // ---------------------------------------------------------------- notes, keys, checkpoints
  const ED25519 = 1, COSIGNATURE = 4;
  function parseKey(word) {
    const [name, id, encoded, ...more] = splitKey(word.trim());
    const body = decode64(encoded);
    const key = { name, kind: body[0], bytes: body.subarray(1), id };
    if (more.length || !name || /[\s+]/u.test(name) || key.bytes.length !== 32 || ![ED25519, COSIGNATURE].includes(key.kind))
      throw malformed("公钥格式不对,或类型不受支持。", "The key is malformed or of an unsupported kind.");
    const wanted = hex(hash(text.encode(name), Uint8Array.of(10), body).subarray(0, 4));
    if (id !== wanted) throw malformed("公钥编号与公钥不符。", "The id in the key does not fit the key.");
    return key;
  }
  function splitKey(word) {
    const first = word.indexOf("+"), second = word.indexOf("+", first + 1);
    if (first < 0 || second < 0) throw malformed("公钥格式不对。", "The key is malformed.");
    return [word.slice(0, first), word.slice(first + 1, second), word.slice(second + 1)];
  }
  function parseNote(bytes) {
    let whole;
    try {
      whole = strict.decode(bytes);
    } catch {
      throw malformed("签名文档不是 UTF-8。", "The note is not UTF-8.");
    }
    const cut = whole.lastIndexOf("\n\n");
    // eslint-disable-next-line no-control-regex
    if (cut < 0 || !whole.endsWith("\n") || /[\u0000-\u0009\u000b-\u001f]/.test(whole)) throw malformed("签名文档格式不对。", "The note is malformed.");
    const lines = whole.slice(cut + 2, -1).split("\n");
    return { text: whole.slice(0, cut + 1), signatures: lines.map(parseSignature) };
  }
  function parseSignature(line) {
    const found = /^\u2014 ([^\s+]+) (\S+)$/u.exec(line);
    const body = found ? decode64(found[2]) : new Uint8Array();
    if (body.length < 5) throw malformed("签名行格式不对。", "A signature line is malformed.");
    return { name: found[1], id: hex(body.subarray(0, 4)), bytes: body.subarray(4) };
  }
  function parseCheckpoint(words) {
    const lines = words.slice(0, -1).split("\n");
    if (lines.length < 3 || lines.some((line) => !line)) throw malformed("检查点至少应有三行。", "A checkpoint has three lines at least.");
    return { origin: lines[0], size: decimal(lines[1]), root: hash32(lines[2]) };
  }
  async function signedBy(note, keys) {
    const found = [];
    for (const key of keys)
      for (const line of note.signatures.filter((one) => one.name === key.name && one.id === key.id)) {
        if (!(await ed25519(key.bytes, text.encode(note.text), line.bytes)))
          throw new Wrong("signature", `“${key.name}”的签名验证失败。`, `The signature of “${key.name}” does not verify.`);
        found.push(key);
      }
    return found;
  }
  async function cosigned(note, keys) {
    const found = [];
    for (const key of keys)
      for (const line of note.signatures.filter((one) => one.name === key.name && one.id === key.id)) {
        const time = line.bytes.length === 72 ? new DataView(line.bytes.buffer, line.bytes.byteOffset).getBigUint64(0) : 0n;
        const message = text.encode(`cosignature/v1\ntime ${time}\n${note.text}`);
        if (time <= 0n || time >= 1n << 63n || !(await ed25519(key.bytes, message, line.bytes.subarray(8))))
          throw new Wrong("signature", `见证“${key.name}”的签名验证失败。`, `The cosignature of “${key.name}” does not verify.`);
        found.push({ key, time: Number(time) });
      }
    return found;
  }

  // ---------------------------------------------------------------- policy
  function parsePolicy(words) {
    const policy = { logs: [], witnesses: [], groups: [], quorum: null };
    const names = new Set(["none"]);
    const fresh = (name) => {
      if (!name || names.has(name)) throw malformed("策略中的名称重复或缺失。", "A name of the policy is missing or given twice.");
      names.add(name);
      return name;
    };
    const once = (key, kind, known) => {
      if (key.kind !== kind || known.some((other) => same(other.bytes, key.bytes))) throw malformed("策略中的公钥重复或类型不对。", "A key of the policy is given twice or of another kind.");
      return key;
    };
    for (const line of words.split("\n")) {
      const [verb, ...fields] = line.split(/[ \t]+/).filter(Boolean);
      if (!verb || verb.startsWith("#")) continue;
      if (verb === "log" && fields.length >= 1 && fields.length <= 2) {
        policy.logs.push(once(parseKey(fields[0]), ED25519, policy.logs));
      } else if (verb === "witness" && fields.length >= 2 && fields.length <= 3) {
        const key = once(parseKey(fields[1]), COSIGNATURE, policy.witnesses.map((one) => one.key));
        policy.witnesses.push({ name: fresh(fields[0]), key });
      } else if (verb === "group" && fields.length >= 3) {
        const [name, least, ...members] = fields;
        const count = least === "all" ? members.length : least === "any" ? 1 : /^[0-9]+$/.test(least) ? Number(least) : 0;
        if (count < 1 || count > members.length || new Set(members).size !== members.length || members.some((one) => one === "none" || !names.has(one)))
          throw malformed("策略中的组定义无效。", "A group of the policy is not defined well.");
        policy.groups.push({ name: fresh(name), count, members });
      } else if (verb === "quorum" && fields.length === 1 && policy.quorum === null && names.has(fields[0])) {
        policy.quorum = fields[0];
      } else {
        throw malformed("策略行无效。", "A line of the policy is not valid.");
      }
    }
    if (policy.quorum === null) throw malformed("策略缺少 quorum 行。", "The policy has no quorum line.");
    return policy;
  }
  function quorumMet(policy, keys) {
    const there = new Set(["none"]);
    for (const one of policy.witnesses) if (keys.some((key) => same(key.bytes, one.key.bytes))) there.add(one.name);
    for (const group of policy.groups) if (group.members.filter((one) => there.has(one)).length >= group.count) there.add(group.name);
    return there.has(policy.quorum);
  }

  // ---------------------------------------------------------------- proof, manifest, entry
  function parseProof(bytes) {
    const cut = bytes.findIndex((b, i) => b === 10 && bytes[i + 1] === 10);
    const head = cut < 0 ? "" : strict.decode(bytes.subarray(0, cut));
    const lines = head.split("\n");
    if (lines.shift() !== "c2sp.org/tlog-proof@v1") throw malformed("不是存证证明文件。", "This is not a proof file.");
    const extra = lines.length && lines[0].startsWith("extra ") ? decode64(lines.shift().slice(6)) : null;
    if (!lines.length || !lines[0].startsWith("index ")) throw malformed("证明文件缺少序号。", "The proof gives no index.");
    const index = decimal(lines.shift().slice(6));
    if (lines.length > 63) throw malformed("存证路径过长。", "The path is too long.");
    const note = parseNote(bytes.subarray(cut + 2));
    return { index, path: lines.map(hash32), note, extra, head: parseCheckpoint(note.text) };
  }
  // RFC 8785: sorted keys by UTF-16 code units, numbers and strings as ECMAScript writes them.
  function canonical(value) {
    if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
    if (value && typeof value === "object")
      return `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
    return JSON.stringify(value);
  }
  function openEntry(extra) {
    const failed = malformed("证明文件所附清单无效。", "The manifest that the proof carries is not valid.");
    let said;
    try {
      said = JSON.parse(strict.decode(extra || new Uint8Array()));
    } catch {
      throw failed;
    }
    const manifest = said && said.manifest;
    if (!manifest || typeof manifest !== "object" || canonical(said) !== strict.decode(extra)) throw failed;
    const salt = unhex(said.salt), bytes = text.encode(canonical(manifest));
    if (salt.length !== 32 || ["type", "at", "office"].some((name) => typeof manifest[name] !== "string")) throw failed;
    const entry = canonical({
      v: 1, type: manifest.type, sha256: hex(hmac(sha256, salt, bytes)), sm3: hex(hmac(sm3, salt, bytes)), at: manifest.at, office: manifest.office,
    });
    return { manifest, leaf: leafHash(text.encode(entry)) };
  }

  // ---------------------------------------------------------------- verdicts
  function compareFile(file, manifest) {
    const found = [];
    for (const name of ["size", "sha256", "sm3"]) {
      const wanted = manifest[name], got = file[name];
      if (wanted === undefined && name !== "sha256") continue;
      const ok = wanted === got;
      found.push({
        step: "file", ok,
        zh: ok ? `${name} 一致:${got}` : `${name} 应为 ${wanted},实为 ${got}`,
        en: ok ? `${name} fits: ${got}` : `${name}: expected ${wanted}, got ${got}`,
      });
    }
    return found;
  }
  async function checkProof(proof, leaf, policy) {
    const logs = policy.logs.filter((key) => key.name === proof.head.origin);
    if (!logs.length) throw new Wrong("log", `日志“${proof.head.origin}”不在策略中。`, `The policy does not name the log “${proof.head.origin}”.`);
    if (!(await signedBy(proof.note, logs)).length) throw new Wrong("signature", "没有已知公钥的签名。", "None of the known keys signed this.");
    const witnesses = await cosigned(proof.note, policy.witnesses.map((one) => one.key));
    const got = rootOfPath(proof.index, proof.head.size, leaf, proof.path);
    if (got === null) throw new Wrong("inclusion", "存证路径的长度与位置、大小不符。", "The length of the path does not fit the place and the size.");
    if (!same(got, proof.head.root))
      throw new Wrong("inclusion", `应得根值 ${hex(proof.head.root)},实得 ${hex(got)}。`, `Expected the root ${hex(proof.head.root)}, got ${hex(got)}.`);
    if (!quorumMet(policy, witnesses.map((one) => one.key))) throw new Wrong("quorum", "见证签名未达到规定数量。", "Fewer witnesses cosigned than the policy asks for.");
    return witnesses;
  }
  // `file`: {size, sha256, sm3} in hexadecimal. Never throws for what was altered.
  async function verify(file, proofBytes, policy) {
    const verdict = { ok: false, findings: [], witnesses: [], manifest: null, origin: "", index: null, size: null };
    try {
      const proof = parseProof(proofBytes);
      const opened = openEntry(proof.extra);
      Object.assign(verdict, { manifest: opened.manifest, origin: proof.head.origin, index: Number(proof.index), size: Number(proof.head.size) });
      verdict.findings.push(...compareFile(file, opened.manifest));
      const witnesses = await checkProof(proof, opened.leaf, policy);
      verdict.witnesses = witnesses.map((one) => ({ name: one.key.name, time: one.time }));
      const names = verdict.witnesses.map((one) => one.name).join("、") || "—";
      verdict.findings.push({
        step: "inclusion", ok: true,
        zh: `第 ${proof.index} 条在“${proof.head.origin}”的检查点(共 ${proof.head.size} 条)之内;见证:${names}。`,
        en: `Entry ${proof.index} is in the checkpoint of “${proof.head.origin}” (${proof.head.size} entries); witnesses: ${names}.`,
      });
    } catch (fault) {
      const said = fault instanceof Wrong ? fault : malformed("文件格式不对。", "The file is malformed.");
      verdict.findings.push({ step: said.step, ok: false, zh: said.zh, en: said.en });
    }
    verdict.ok = verdict.findings.length > 0 && verdict.findings.every((one) => one.ok);
    return verdict;
  }
  async function digests(chunks) {
    const one = sha256(), two = sm3();
    let size = 0;
    for await (const chunk of chunks) {
      size += chunk.length;
      one.update(chunk);
      two.update(chunk);
    }
    return { size, sha256: hex(one.digest()), sm3: hex(two.digest()) };
  }

  // ---------------------------------------------------------------- a whole log, from its tiles (tlog-tiles)
  function tilePath(level, index, width) {
    const groups = [String(index % 1000).padStart(3, "0")];
    for (let rest = Math.floor(index / 1000); rest; rest = Math.floor(rest / 1000)) groups.unshift(`x${String(rest % 1000).padStart(3, "0")}`);
    return `tile/${level}/${groups.join("/")}${width === 256 ? "" : `.p/${width}`}`;
  }
  function* widths(count) {
    for (let i = 0; i < Math.floor(count / 256); i++) yield [i, 256];
    if (count % 256) yield [Math.floor(count / 256), count % 256];
  }
  // `read(path)` gives bytes. Returns {ok, size, wrong}: every tile is compared with what the entries make.
  async function verifyLog(read, keys) {
    const note = parseNote(await read("checkpoint"));
    const head = parseCheckpoint(note.text), wrong = [];
    if (!(await signedBy(note, keys.filter((key) => key.name === head.origin))).length) return { ok: false, size: 0, wrong: ["checkpoint"] };
    let row = [];
    for (const [index, width] of widths(Number(head.size))) {
      const bundle = await read(tilePath("entries", index, width));
      const view = new DataView(bundle.buffer, bundle.byteOffset, bundle.byteLength);
      for (let at = 0; at < bundle.length; ) {
        const length = view.getUint16(at);
        row.push(leafHash(bundle.subarray(at + 2, at + 2 + length)));
        at += 2 + length;
      }
    }
    if (row.length !== Number(head.size) || !same(treeRoot(row), head.root)) wrong.push("checkpoint");
    for (let level = 0; row.length; level++) {
      const above = [];
      for (const [index, width] of widths(row.length)) {
        const part = row.slice(index * 256, index * 256 + width);
        if (!same(await read(tilePath(level, index, width)), concat(...part))) wrong.push(tilePath(level, index, width));
        if (width === 256) above.push(treeRoot(part));
      }
      row = above;
    }
    return { ok: !wrong.length, size: Number(head.size), wrong };
  }

  const api = { verify, digests, parsePolicy, parseKey, parseProof, verifyLog, ed25519, ed25519Plain, sha256, sm3, hmac, hex, unhex, canonical, treeRoot, leafHash };
  if (typeof module !== "undefined" && module.exports) module.exports = api;
  else root.ZhidunVerify = api;
})(typeof globalThis !== "undefined" ? globalThis : this);
