// A secret for a verifiable draw: made here, kept here; only its digest is sent. Protocol ipdraw/v1.
"use strict";
(() => {
  const hex = (bytes) => [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("");
  for (const form of document.querySelectorAll("form[data-zd-draw]")) {
    const number = form.dataset.zdDrawNumber, party = form.dataset.zdDraw, place = `zd-draw:${number}:${party}`;
    const field = form.querySelector("[name=digest]"), said = form.querySelector("[data-zd-draw-said]");
    const fill = async () => {
      let secret = localStorage.getItem(place);
      if (!secret) {
        secret = hex(crypto.getRandomValues(new Uint8Array(32)));
        localStorage.setItem(place, secret);
      }
      const text = new TextEncoder(), raw = Uint8Array.from(secret.match(/../g), (two) => parseInt(two, 16));
      const parts = [text.encode("ipdraw/v1/commit\0"), text.encode(party), new Uint8Array([0]), raw];
      const whole = new Uint8Array(parts.reduce((sum, one) => sum + one.length, 0));
      let at = 0;
      for (const one of parts) { whole.set(one, at); at += one.length; }
      field.value = hex(new Uint8Array(await crypto.subtle.digest("SHA-256", whole)));
      said.textContent = secret;
      const reveal = document.querySelector(`form[data-zd-reveal="${number}"] [name=secret]`);
      if (reveal && !reveal.value) reveal.value = secret;
    };
    if (window.crypto?.subtle) fill();
  }
})();
