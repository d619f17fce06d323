// What stands around the map: legend strip, credit line, inset of the country, tooltip, list for
// the keyboard, notices. All of it is built from text nodes.

import { INSET, paintInset } from "./map_inset.js";
import { symbolOf } from "./map_scene.js";
import * as S from "./map_symbols.js";

export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes))
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined) node.setAttribute(name, value);
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

export function picture(width, height, draw) {
  const ratio = Math.max(1, window.devicePixelRatio || 1);
  const canvas = el("canvas", { width: width * ratio, height: height * ratio, style: `width:${width}px;height:${height}px`, "aria-hidden": "true" });
  const ctx = canvas.getContext("2d");
  ctx.scale(ratio, ratio);
  draw(ctx);
  return canvas;
}

// One sample of the legend, 16 px high; the same drawing functions as on the map.
export const sampleWidth = ({ kind }) => (kind === "line" ? 28 : 16);
export function paintSample(ctx, { kind, glyph, fill }, colours) {
  const path = new Path2D("M3 8H25");
  ctx.setLineDash([]);
  if (kind === "point") S.uncertain(ctx, 8, 8, 6, fill);
  else if (kind !== "line") S.glyph(ctx, glyph, 8, 8, 13, fill);
  else if (glyph === "finished") {
    ctx.strokeStyle = colours.ink_faint;
    ctx.lineWidth = 4;
    ctx.stroke(path);
    S.finished(ctx, new Path2D("M8 8H20"), [8, 20].map((x) => ({ x, y: 8, nx: 0, ny: 0.85 })), fill);
  } else S.line(ctx, path, { colour: fill, dots: glyph === "dots", ticks: glyph === "ticks", hollow: glyph === "hollow" });
}

// "Trạng thái (điểm % chậm)": a heading and its unit.
export const headOf = ({ title }) => /^(.*?)(\s*\(.*)?$/.exec(title).slice(1);

export function drawLegend(host, data) {
  const [head, unit] = headOf(data.legend);
  host.replaceChildren(
    el("span", { class: "tv-legend-title" }, el("b", {}, head), unit),
    ...data.legend.entries.map((entry) =>
      el("span", { class: "tv-key" }, picture(sampleWidth(entry), 16, (ctx) => paintSample(ctx, entry, data.colours)), entry.label)));
}

// "* Số liệu minh họa · …": on the phone the sources open on request.
export function drawCredit(host, data, { marked, narrow, open, toggle, fullScreen, save }) {
  const s = data.strings;
  const parts = [marked ? s.mark_note : null];
  if (data.compact) parts.push(data.caption);
  else if (narrow) parts.push(s.dots_note);
  if (!narrow && !data.compact) parts.push(data.credits);
  const line = el("span", { class: "tv-credit-text" }, parts.filter(Boolean).join(" · "));
  const button = (name, text, pressed, action) =>
    el("button", { type: "button", class: "tv-link", "aria-expanded": pressed, "data-name": name, onclick: action }, text);
  const actions = el("span", { class: "tv-actions" });
  if (narrow && !data.compact) {
    actions.append(button("legend", s.legend, String(open === "legend"), () => toggle("legend")));
    actions.append(button("sources", s.sources, String(open === "sources"), () => toggle("sources")));
  }
  if (save) actions.append(button("picture", s.picture_save, null, save));
  if (fullScreen && !data.compact) actions.append(button("full", fullScreen.label, null, fullScreen.action));
  host.replaceChildren(line, actions);
}

export function drawInset(host, shape, data, font) {
  host.setAttribute("role", "img");
  host.setAttribute("aria-label", data.strings.inset_label);
  host.replaceChildren(picture(INSET.width, INSET.height, (ctx) => paintInset(ctx, shape, data, font)));
}

export function drawTip(tip, view, i, at) {
  const group = view.groups.get(i);
  const feature = view.glyphs.find((g) => g.i === i)?.feature ?? group?.[0];
  const { state, lines } = view.words.details(i, feature, view.stateOf(i));
  const symbol = symbolOf(view.data, i);
  tip.replaceChildren(
    el("b", {}, view.words.name(i, feature)),
    symbol
      ? el("span", { class: "tv-tip-state" }, picture(14, 14, (ctx) => S.glyph(ctx, symbol.glyph, 7, 7, 12, symbol.fill)), state)
      : "",
    ...lines.map((text) => el("span", {}, text)));
  tip.hidden = false;
  const { x: width, y: height } = view.map.getSize();
  const { offsetWidth: w, offsetHeight: h } = tip;
  tip.style.left = `${Math.max(4, Math.min(width - w - 4, at.x + 14 + w > width ? at.x - w - 14 : at.x + 14))}px`;
  tip.style.top = `${Math.max(4, Math.min(height - h - 4, at.y + 14))}px`;
}

const LISTED = 100; // more than a keyboard walks through; the page lists all of them

// The projects of the map as options that a keyboard reaches: arrows move, Enter chooses.
export function drawList(host, view, { choose, point }) {
  const { data, words } = view;
  host.setAttribute("aria-label", data.strings.list_label);
  const focused = host.getRootNode().activeElement?.dataset?.id;
  const items = [];
  for (const work of view.works()) if (items.push(work) === LISTED) break;
  const current = items.some(({ id }) => id === (focused ?? data.selected)) ? (focused ?? data.selected) : items[0]?.id;
  host.replaceChildren(
    ...items.map(({ id, i, feature }) => {
      const { state, lines } = words.details(i, feature, view.stateOf(i));
      return el(
        "button",
        {
          type: "button", role: "option", "data-id": id, tabindex: id === current ? 0 : -1,
          "aria-selected": String(id === data.selected),
          onclick: () => choose(i), onfocus: () => point(i), onblur: () => point(null),
        },
        [words.name(i, feature), state, ...lines].filter(Boolean).join(", "));
    }));
  if (focused) [...host.children].find((node) => node.dataset.id === focused)?.focus();
  host.onkeydown = (event) => {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    const index = [...host.children].indexOf(event.target);
    if (!step || index < 0) return;
    event.preventDefault();
    const next = host.children[(index + step + host.children.length) % host.children.length];
    event.target.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  };
}
