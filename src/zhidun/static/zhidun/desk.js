/* The desk by keyboard: search with hits, rows of a list, jumps; ticking rows for bulk work. */
(() => {
  "use strict";
  const zh = document.documentElement.lang.startsWith("zh");
  const typing = () => /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName || "");

  // hits under the search field
  const field = document.querySelector("[data-zd-search]");
  const hits = document.getElementById("quick");
  if (field && hits) {
    const links = () => [...hits.querySelectorAll("a")];
    field.closest("form").addEventListener("keydown", (event) => {
      const at = links().indexOf(document.activeElement);
      if (event.key === "ArrowDown" && links().length) { event.preventDefault(); links()[Math.min(at + 1, links().length - 1)].focus(); }
      if (event.key === "ArrowUp" && at >= 0) { event.preventDefault(); (at === 0 ? field : links()[at - 1]).focus(); }
      if (event.key === "Escape") { hits.replaceChildren(); field.focus(); }
    });
    document.addEventListener("click", (event) => { if (!field.closest("form").contains(event.target)) hits.replaceChildren(); });
  }

  // rows: j, k, Enter, x
  const rows = [...document.querySelectorAll("table[data-zd-rows] tbody tr")];
  let here = -1;
  const go = (to) => {
    rows[here]?.classList.remove("is-here");
    here = Math.max(0, Math.min(to, rows.length - 1));
    rows[here]?.classList.add("is-here");
    rows[here]?.scrollIntoView({ block: "nearest" });
    rows[here]?.querySelector("th a")?.focus();
  };
  let first = "";
  const pages = { h: "/desk/", c: "/desk/cases", n: "/desk/notices" };
  document.addEventListener("keydown", (event) => {
    if (typing() || event.ctrlKey || event.metaKey || event.altKey) return;
    if (first === "g" && pages[event.key]) { location.assign(pages[event.key]); return; }
    first = event.key === "g" ? "g" : "";
    if (event.key === "?") location.assign("/desk/help");
    if (event.key === "j" && rows.length) go(here + 1);
    if (event.key === "k" && rows.length) go(here - 1);
    if (event.key === "x" && rows[here]) { const box = rows[here].querySelector("input[name=number]"); if (box) box.click(); }
  });

  // ticks
  const bulk = document.querySelector("[data-zd-bulk]");
  const boxes = [...document.querySelectorAll("input[form=bulk][name=number]")];
  const all = document.querySelector("[data-zd-tick-all]");
  const told = document.querySelector("[data-zd-ticked]");
  const count = () => {
    const n = boxes.filter((one) => one.checked).length;
    if (told) told.textContent = zh ? `已勾选 ${n} 件：` : `${n} ticked:`;
    for (const button of bulk?.querySelectorAll("button") || []) button.disabled = n === 0;
    if (all) all.checked = n > 0 && n === boxes.length;
  };
  if (bulk) {
    all?.addEventListener("change", () => { for (const one of boxes) one.checked = all.checked; count(); });
    for (const one of boxes) one.addEventListener("change", count);
    count();
  }
  for (const button of document.querySelectorAll("[data-zd-print]")) button.addEventListener("click", () => window.print());
})();
