/* Nothing typed is lost: the session warning, drafts of desk forms kept in this tab, pages left by accident. */
(() => {
  "use strict";
  const body = document.body;
  const zh = document.documentElement.lang.startsWith("zh");
  const left = Number(body.dataset.zdSession || 0);
  const PREFIX = "zd-typed:";
  const forms = left ? [...document.querySelectorAll("main form[method=post]")] : [];
  const nameOf = (form) => PREFIX + location.pathname + "|" + form.getAttribute("action");
  const fields = (form) => [...form.elements].filter((one) => one.name && !/^(hidden|password|file|submit|button|checkbox|radio)$/.test(one.type)
    && one.tagName !== "BUTTON" && one.name !== "secret" && one.name !== "csrfmiddlewaretoken");

  // what was typed in a form of the desk is kept in this tab until the form was answered
  for (const form of forms) {
    const key = nameOf(form);
    const kept = JSON.parse(sessionStorage.getItem(key) || "null");
    if (kept && !kept.sent) {
      let told = false;
      for (const one of fields(form)) {
        if (kept.typed[one.name] && !one.value) { one.value = kept.typed[one.name]; told = true; }
      }
      if (told) {
        const note = document.createElement("p");
        note.className = "zd-saved";
        note.setAttribute("role", "status");
        note.textContent = zh ? "已找回您上次在此填写、没有提交的内容。" : "What you typed here before and did not send is back.";
        form.prepend(note);
        form.closest("details")?.setAttribute("open", "");
      }
    } else if (kept) sessionStorage.removeItem(key);
    form.addEventListener("input", () => {
      const typed = {};
      for (const one of fields(form)) if (one.value) typed[one.name] = one.value;
      sessionStorage.setItem(key, JSON.stringify({ typed }));
    });
    form.addEventListener("submit", () => {
      const now = JSON.parse(sessionStorage.getItem(key) || "null");
      if (now) sessionStorage.setItem(key, JSON.stringify({ ...now, sent: true }));
    });
  }
  // asked to sign in instead of an answer: what was sent is typed again
  if (document.querySelector("[data-zd-signin]")) {
    for (const key of Object.keys(sessionStorage)) {
      if (!key.startsWith(PREFIX)) continue;
      const kept = JSON.parse(sessionStorage.getItem(key));
      sessionStorage.setItem(key, JSON.stringify({ typed: kept.typed }));
    }
  }
  const leave = document.querySelector("form[action$='/logout/']");
  leave?.addEventListener("submit", () => {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
  });

  // the session: warned five minutes before, prolonged while somebody types
  if (!left) return;
  const dialog = document.getElementById("zd-session");
  const WARN = 300;
  let ends = Date.now() + left * 1000;
  let busy = false;
  const csrf = () => document.querySelector("input[name=csrfmiddlewaretoken]")?.value || "";
  const prolong = async () => {
    const answer = await fetch(body.dataset.zdAlive, { method: "POST", headers: { "X-CSRFToken": csrf() } }).catch(() => null);
    if (answer?.ok) { ends = Date.now() + left * 1000; dialog.close(); }
    else if (answer) location.assign(`${body.dataset.zdLogin}?next=${encodeURIComponent(location.pathname + location.search)}`);
  };
  document.addEventListener("input", () => { busy = true; });
  dialog.querySelector("[data-zd-stay]").addEventListener("click", prolong);
  const look = () => {
    const rest = Math.round((ends - Date.now()) / 1000);
    if (busy && rest < (left * 3) / 4) { busy = false; prolong(); return; }
    if (rest > WARN) return;
    const minutes = Math.max(0, Math.ceil(rest / 60));
    dialog.querySelector("[data-zd-minutes]").textContent = zh ? `还有 ${minutes} 分钟。` : `${minutes} min left.`;
    if (!dialog.open) dialog.showModal();
  };
  setInterval(look, 20000);
  window.zdSessionLook = look;
  if (left <= WARN) look();
})();
