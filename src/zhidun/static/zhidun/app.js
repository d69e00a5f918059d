/* Small comforts of the pages. Everything works without them. */
(() => {
  "use strict";
  const zh = document.documentElement.lang.startsWith("zh");
  const words = {
    unsaved: zh ? "未能保存:连接中断,恢复后会自动再试,请不要关闭页面" : "Not saved: no connection. It is tried again by itself; keep this page open",
    ended: zh ? "未能保存:会话已结束。请在新标签页登录,再回到此页继续" : "Not saved: the session ended. Sign in in a new tab, then go on here",
    left: zh ? "还可输入 " : "Characters left: ",
    adrift: zh ? "现在没有网络，还没有提交。您填写的内容都在本页，恢复网络后请再点一次。" : "There is no network: nothing was sent. What you typed is still here; press the button again once you are back online.",
    over: zh ? "超出字数 " : "Characters too many: ",
  };

  // the first thing wrong, or the news, takes the focus
  document.querySelector("[data-zd-focus]")?.focus();

  // questions that hang on other answers: "a.online", "!a.anonymous", "a.intent in ['refund']", joined by && and, above them, ||
  const term = (text, a) => {
    let m = /^(!?)a\.(\w+)$/.exec(text);
    if (m) return m[1] ? !a[m[2]] : Boolean(a[m[2]]);
    m = /^a\.(\w+) in \[(.*)\]$/.exec(text);
    if (m) return m[2].split(",").map((one) => one.trim().slice(1, -1)).includes(String(a[m[1]] ?? ""));
    m = /^a\.(\w+) (==|!=) '(.*)'$/.exec(text);
    if (m) return (String(a[m[1]] ?? "") === m[3]) === (m[2] === "==");
    return true;
  };
  for (const form of document.querySelectorAll("form[data-zd-form]")) {
    const known = JSON.parse(form.dataset.zdKnown || "{}");
    const look = () => {
      const a = { ...known };
      for (const input of form.elements) {
        if (!input.name) continue;
        if (input.type === "checkbox") a[input.name] = input.checked;
        else if (input.type === "radio") { if (input.checked) a[input.name] = input.value; }
        else a[input.name] = input.value;
      }
      for (const block of form.querySelectorAll("[data-zd-when]")) block.hidden = !block.dataset.zdWhen.split("||").some((ways) => ways.split("&&").every((one) => term(one.trim(), a)));
    };
    form.addEventListener("change", look);
    look();
  }

  // characters left
  for (const area of document.querySelectorAll("[data-zd-max]")) {
    const told = document.createElement("p");
    told.className = "zd-saved";
    told.setAttribute("aria-live", "polite");
    area.after(told);
    const count = () => {
      const left = Number(area.dataset.zdMax) - area.value.length;
      told.textContent = left < 0 ? words.over + -left : left < 500 ? words.left + left : "";
    };
    area.addEventListener("input", count);
    count();
  }

  // a table wider than its place is reached by keyboard, also when it is unfolded or grows with the text
  const wide = new ResizeObserver((seen) => {
    for (const { target } of seen) {
      const box = target.closest(".table-responsive");
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
      else if (box.getAttribute("role") !== "region") box.removeAttribute("tabindex");
    }
  });
  for (const box of document.querySelectorAll(".table-responsive")) for (const one of [box, ...box.children]) wide.observe(one);

  // the site goes away and comes back: look for it until it has
  const wait = document.querySelector("[data-zd-wait]");
  if (wait) {
    let gone = false;
    const look = async () => {
      try {
        const answer = await fetch(wait.dataset.zdWait, { cache: "no-store" });
        if (gone && answer.ok) { location.href = wait.dataset.zdThen; return; }
        gone = gone || !answer.ok;
      } catch { gone = true; }
      setTimeout(look, gone ? 2000 : 400);
    };
    look();
  }

  // without a network nothing is sent: what was typed stays on the page, which says so
  document.addEventListener("submit", (event) => {
    if (navigator.onLine || event.target.getAttribute("method") !== "post") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const told = event.target.querySelector("[data-zd-adrift]") || document.createElement("p");
    told.dataset.zdAdrift = "1";
    told.className = "zd-note zd-note-warn mt-3";
    told.setAttribute("role", "alert");
    told.tabIndex = -1;
    told.textContent = words.adrift;
    event.target.append(told);
    told.focus();
  }, true);

  // a second click sends nothing twice
  for (const form of document.querySelectorAll("form[data-zd-once]")) {
    form.addEventListener("submit", (event) => {
      if (event.submitter?.formTarget === "_blank") return;
      if (form.dataset.sent) { event.preventDefault(); return; }
      form.dataset.sent = "1";
      setTimeout(() => { delete form.dataset.sent; }, 8000);
    });
  }

  // autosave that fails says so, tries again, and warns before the page is left
  let unsaved = null;
  const saved = () => document.getElementById("saved");
  const failed = (event) => {
    unsaved = event.detail.elt;
    const status = event.detail.xhr?.status;
    if (saved()) saved().textContent = status === 401 || status === 403 ? words.ended : words.unsaved;
    setTimeout(() => { if (unsaved && window.htmx) window.htmx.trigger(unsaved, "change"); }, 10000);
  };
  document.addEventListener("htmx:sendError", failed);
  document.addEventListener("htmx:responseError", failed);
  document.addEventListener("htmx:afterOnLoad", () => { unsaved = null; });
  document.addEventListener("submit", () => { unsaved = null; });
  window.addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });

  // the secret of a scanned receipt stands behind the #: fill it in, then take it out of the address
  const secret = new URLSearchParams(location.hash.slice(1)).get("secret");
  if (secret) {
    const field = document.querySelector("form[data-zd-secret] input[name=secret]");
    if (field) field.value = secret;
    history.replaceState(null, "", location.pathname + location.search);
  }

  // leaving at once leaves nothing in the history
  for (const link of document.querySelectorAll("[data-zd-leave]")) {
    link.addEventListener("click", (event) => { event.preventDefault(); location.replace(link.href); });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      link.dataset.times = Number(link.dataset.times || 0) + 1;
      if (link.dataset.times >= 3) location.replace(link.href);
    });
  }

  // search by "/" or Ctrl-K; Escape shuts a menu
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName || "");
    if ((event.key === "/" && !typing) || (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey))) {
      const field = document.querySelector("[data-zd-search]");
      if (field) { event.preventDefault(); field.focus(); field.select(); }
    }
    if (event.key === "Escape") for (const menu of document.querySelectorAll("details.zd-menu[open]")) { menu.open = false; menu.querySelector("summary").focus(); }
  });
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.zd-menu[open]")) if (!menu.contains(event.target)) menu.open = false;
  });
})();
