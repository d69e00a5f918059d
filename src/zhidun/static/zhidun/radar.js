// A part of a photo is chosen by dragging a frame over it; the four numbers go with the form. Works without: they can be typed.
"use strict";
(() => {
  const file = document.querySelector("input[name=photo]");
  const view = document.getElementById("crop-view");
  if (!file || !view) return;
  const fields = ["left", "top", "width", "height"].map((name) => document.querySelector(`[name=crop_${name}]`));
  const frame = document.createElement("div");
  frame.className = "zd-crop-frame";
  const picture = document.createElement("img");
  picture.alt = "";
  picture.draggable = false;
  let start = null;

  const at = (event) => {
    const box = picture.getBoundingClientRect();
    const part = (value, size) => Math.min(100, Math.max(0, (100 * value) / size));
    return [part(event.clientX - box.left, box.width), part(event.clientY - box.top, box.height)];
  };
  const show = (left, top, width, height) => {
    [left, top, width, height].forEach((value, place) => { fields[place].value = value.toFixed(1); });
    Object.assign(frame.style, { left: `${left}%`, top: `${top}%`, width: `${width}%`, height: `${height}%` });
  };
  file.addEventListener("change", () => {
    const chosen = file.files[0];
    fields.forEach((one) => { one.value = ""; });
    frame.removeAttribute("style");
    view.hidden = !chosen || !chosen.type.startsWith("image/");
    if (view.hidden) return;
    const reader = new FileReader();
    reader.onload = () => { picture.src = reader.result; };
    reader.readAsDataURL(chosen);
    view.replaceChildren(picture, frame);
  });
  view.addEventListener("pointerdown", (event) => {
    start = at(event);
    view.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  view.addEventListener("pointermove", (event) => {
    if (!start) return;
    const now = at(event);
    show(Math.min(start[0], now[0]), Math.min(start[1], now[1]), Math.abs(now[0] - start[0]), Math.abs(now[1] - start[1]));
  });
  ["pointerup", "pointercancel"].forEach((name) => view.addEventListener(name, () => { start = null; }));
})();
