// A second implementation of the verifiable draw (ipdraw/v1), written from its description only.
// No network, no dependency. In a page it is the global `ZhidunDraw`; under Node it is a module.
"use strict";
(function (root) {
  const text = new TextEncoder();
  const KNOWN = ["entities", "officers_per", "shares", "classes", "conflicts", "listed", "officers_listed"];

  class Wrong extends Error {
    constructor(zh, en) {
      super(en);
      this.zh = zh;
      this.en = en;
    }
  }
  const malformed = (name) => new Wrong(`抽取包的“${name}”不正确。`, `“${name}” of the bundle is malformed.`);
  const short = () => new Wrong("名单人数不足(已排除有利害关系的)。", "Not enough names on the list, conflicted ones left out.");

  // ---------------------------------------------------------------- bytes
  const hex = (bytes) => Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
  function unhex(word, name) {
    if (typeof word !== "string" || word.length % 2 || !/^[0-9a-f]*$/.test(word)) throw malformed(name);
    return Uint8Array.from(word.match(/../g) || [], (pair) => parseInt(pair, 16));
  }
  function concat(parts) {
    const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let place = 0;
    for (const part of parts) {
      whole.set(part, place);
      place += part.length;
    }
    return whole;
  }
  function number(value, size) {
    const bytes = new Uint8Array(size);
    for (let i = size - 1, left = BigInt(value); i >= 0; i -= 1, left >>= 8n) bytes[i] = Number(left & 255n);
    return bytes;
  }
  const prefixed = (parts) => concat(parts.flatMap((part) => [number(part.length, 4), part]));
  function order(a, b) {
    const [x, y] = [text.encode(a), text.encode(b)];
    for (let i = 0; i < Math.min(x.length, y.length); i += 1) if (x[i] !== y[i]) return x[i] - y[i];
    return x.length - y.length;
  }
  const sha256 = async (bytes) => new Uint8Array(await root.crypto.subtle.digest("SHA-256", bytes));

  // ---------------------------------------------------------------- lists and rules
  function names(given, name) {
    const list = given === undefined ? [] : given;
    if (!Array.isArray(list) || !list.every((one) => typeof one === "string" && one && !one.includes("\0") && one.isWellFormed())) throw malformed(name);
    const sorted = [...list].sort(order);
    if (sorted.some((one, i) => i && one === sorted[i - 1])) throw malformed(name);
    return sorted;
  }
  const count = (value) => Number.isSafeInteger(value) && value >= 0;
  function share(value, size) {
    if (count(value)) return value;
    if (typeof value !== "string" || !/^[01]\.[0-9]+$/.test(value)) throw malformed("rules");
    const [whole, digits] = value.split(".");
    const top = BigInt(whole + digits), bottom = 10n ** BigInt(digits.length);
    if (top > bottom) throw malformed("rules");
    return Number((top * BigInt(size) + bottom - 1n) / bottom);
  }
  const plain = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
  function rulesOf(word) {
    let raw = null;
    try {
      raw = JSON.parse(word);
    } catch {
      raw = null;
    }
    if (!plain(raw) || Object.keys(raw).some((key) => !KNOWN.includes(key))) throw malformed("rules");
    const rules = { entities: 0, officers_per: 0, shares: {}, classes: {}, conflicts: [], ...raw };
    for (const key of ["entities", "officers_per", "listed", "officers_listed"]) if (key in rules && !count(rules[key])) throw malformed("rules");
    if (!plain(rules.shares) || !plain(rules.classes) || !Array.isArray(rules.conflicts)) throw malformed("rules");
    return rules;
  }
  function groups(rules, entities) {
    if (!Object.keys(rules.shares).length) return [["entities", entities, rules.entities]];
    return Object.keys(rules.shares).sort(order).map((name) => {
      const members = entities.filter((entity) => rules.classes[entity] === name);
      return [`entities/${name}`, members, share(rules.shares[name], members.length)];
    });
  }
  function sizes(rules, entities, officers) {
    if ("listed" in rules && rules.listed !== entities.length) throw malformed("listed");
    if ("officers_listed" in rules && rules.officers_listed !== officers.length) throw malformed("officers_listed");
    const classed = Object.keys(rules.classes);
    if (classed.length && (classed.length !== entities.length || !entities.every((entity) => Object.hasOwn(rules.classes, entity)))) throw malformed("classes");
    const shared = Object.keys(rules.shares).length > 0;
    if (shared !== classed.length > 0 || (shared && rules.entities)) throw malformed("shares");
    for (const [, members, wanted] of groups(rules, entities)) if (wanted > members.length) throw short();
    if (rules.officers_per > officers.length) throw short();
  }

  // ---------------------------------------------------------------- pick
  async function* shuffled(seed, label, list) {
    const key = await root.crypto.subtle.importKey("raw", seed, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
    const left = [...list];
    let counter = 0;
    async function below(bound) {
      const limit = (1n << 64n) - ((1n << 64n) % BigInt(bound));
      for (;;) {
        const mac = new Uint8Array(await root.crypto.subtle.sign("HMAC", key, concat([text.encode(label), number(0, 1), number(counter, 8)])));
        counter += 1;
        const found = BigInt(`0x${hex(mac.slice(0, 8))}`);
        if (found < limit) return Number(found % BigInt(bound));
      }
    }
    for (let place = 0; place < left.length; place += 1) {
      const other = place + (await below(left.length - place));
      [left[place], left[other]] = [left[other], left[place]];
      yield left[place];
    }
  }
  async function first(source, wanted, passes) {
    const found = [];
    if (!wanted) return found;
    for await (const name of source) {
      if (passes && passes(name)) continue;
      found.push(name);
      if (found.length === wanted) return found;
    }
    throw short();
  }

  /** Compute a draw from its frozen part and its secrets: {list_hash, rules_hash, commits, seed, drawn, officers_drawn, skipped}. */
  async function pick(bundle) {
    if (typeof bundle.draw_id !== "string" || !bundle.draw_id || typeof bundle.rules !== "string") throw malformed("draw_id");
    const entities = names(bundle.entities, "entities"), officers = names(bundle.officers, "officers"), rules = rulesOf(bundle.rules);
    sizes(rules, entities, officers);
    if (!plain(bundle.reveals)) throw malformed("reveals");
    const reveals = Object.keys(bundle.reveals).sort(order).map((party) => [party, unhex(bundle.reveals[party], "reveals")]);
    if (reveals.length < 3) throw new Wrong("至少三方参与,抽取才不可操纵。", "At least three parties take part, so that nobody can steer.");
    const commits = {};
    for (const [party, secret] of reveals) {
      if (secret.length !== 32 || !party || party.includes("\0")) throw malformed("reveals");
      commits[party] = hex(await sha256(concat([text.encode("ipdraw/v1/commit\0"), text.encode(party), number(0, 1), secret])));
    }
    const listHash = await sha256(prefixed([...entities, ...officers].map((one) => text.encode(one))));
    const rulesHash = await sha256(text.encode(bundle.rules));
    const beacon = unhex((bundle.beacon && bundle.beacon.randomness) || "", "beacon");
    const said = reveals.map(([party, secret]) => concat([text.encode(party), number(0, 1), secret]));
    const seed = await sha256(concat([text.encode("ipdraw/v1/seed\0"), prefixed([text.encode(bundle.draw_id), listHash, rulesHash, ...said, beacon])]));
    const drawn = [];
    for (const [label, members, wanted] of groups(rules, entities)) drawn.push(...(await first(shuffled(seed, label, members), wanted)));
    const chosen = {}, skipped = [];
    for (const entity of rules.officers_per ? drawn : []) {
      const bad = new Set(rules.conflicts.filter((pair) => pair[0] === entity).map((pair) => pair[1]));
      const passes = (name) => bad.has(name) && skipped.push([entity, name]) > 0;
      chosen[entity] = await first(shuffled(seed, `officers/${entity}`, officers), rules.officers_per, passes);
    }
    return { list_hash: hex(listHash), rules_hash: hex(rulesHash), commits, seed: hex(seed), drawn, officers_drawn: chosen, skipped };
  }

  const flat = (value) => JSON.stringify(value, (_, one) => (plain(one) ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => order(a, b))) : one));

  /** Run the draw of a bundle again: {ok, wrong: [names that differ], result} or {ok: false, zh, en}. */
  async function check(bundle) {
    try {
      const result = await pick(bundle);
      const given = { officers_drawn: {}, skipped: [], ...bundle };
      const wrong = Object.keys(result).filter((name) => flat(result[name]) !== flat(given[name]));
      return { ok: wrong.length === 0, wrong, result };
    } catch (fault) {
      if (!(fault instanceof Wrong)) throw fault;
      return { ok: false, wrong: ["bundle"], zh: fault.zh, en: fault.en };
    }
  }

  const made = { pick, check, Wrong };
  if (typeof module === "object" && module.exports) module.exports = made;
  else root.ZhidunDraw = made;
})(globalThis);
