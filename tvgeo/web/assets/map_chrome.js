// Everything around the drawing that depends on data, language or size: legend, credit line,
// inset, list for the keyboard, full screen, notices.

import { fetchInset } from "./map_data.js";
import { drawCredit, drawInset, drawLegend, drawList, el } from "./map_panel.js";
import { savePicture } from "./map_picture.js";

const NARROW = 500;

export function drawChrome(view) {
  const { data, frame, canvas, inset, legend, more, notebox } = view;
  view.narrow = canvas.clientWidth < NARROW && !view.compact;
  frame.classList.toggle("tv-narrow", view.narrow);
  frame.lang = data.lang;
  nameControls(view);
  drawLegend(legend, data);
  drawCredit(view.credit, data, {
    marked: data.marked ?? marked(view),
    narrow: view.narrow, open: view.open, fullScreen: fullScreen(view),
    save: data.picture && view.addresses ? () => savePicture(view) : null,
    toggle: (name) => { view.open = view.open === name ? null : name; drawChrome(view); },
  });
  legend.hidden = view.compact || (view.narrow && view.open !== "legend");
  more.hidden = !(view.narrow && view.open === "sources");
  more.textContent = data.credits;
  notebox.replaceChildren(...data.noteBox.map((line) => el("span", {}, line)));
  notebox.hidden = !data.noteBox.length;
  inset.hidden = view.compact || view.narrow;
  if (!inset.hidden) fillInset(view, inset);
  if (view.narrow && !legend.hidden) fillInset(view, legend.appendChild(el("span", { class: "tv-key" })));
  drawSpoken(view);
}

// What is said instead of the drawing: it follows the figures.
export function drawSpoken(view) {
  view.canvas.setAttribute("role", view.compact ? "img" : "region");
  view.canvas.setAttribute("aria-label", view.data.alt);
  drawList(view.list, view, { choose: (i) => view.choose(i), point: (i) => view.point(i) });
  view.list.hidden = view.compact;
}

function marked(view) {
  for (const { i } of view.works()) if (view.data.mark[i] === "*") return true;
  return false;
}

// The country changes with the language and the letters only.
function fillInset(view, host) {
  const key = [view.data.index, view.fonts, window.devicePixelRatio].join();
  if (host.dataset.drawn === key) return;
  host.dataset.drawn = key;
  fetchInset().then((shape) => drawInset(host, shape, view.data, view.font), () => { host.hidden = true; });
}

function fullScreen({ frame, data }) {
  if (!document.fullscreenEnabled) return null;
  const inside = frame.getRootNode().fullscreenElement === frame;
  return {
    label: inside ? data.strings.leave_full_screen : data.strings.full_screen,
    action: () => (inside ? document.exitFullscreen() : frame.requestFullscreen()),
  };
}

export function nameControls({ canvas, data }) {
  for (const name of ["zoom_in", "zoom_out"]) {
    const button = canvas.querySelector(`.tv-${name}`);
    button?.setAttribute("aria-label", data.strings[name]);
    button?.setAttribute("title", data.strings[name]);
  }
}

export function complain(view, sentence, again) {
  view.notice.replaceChildren(sentence, " ", el("button", { type: "button", class: "tv-link", onclick: again }, view.message.retry));
  view.notice.hidden = false;
}
