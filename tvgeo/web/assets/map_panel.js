// What stands around the map: legend strip, credit line, inset of the country, tooltip, list for
// the keyboard, notices. All of it is built from text nodes.

import * as S from "./map_symbols.js";

export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes))
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined) node.setAttribute(name, value);
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

function picture(width, height, draw) {
  const ratio = Math.max(1, window.devicePixelRatio || 1);
  const canvas = el("canvas", { width: width * ratio, height: height * ratio, style: `width:${width}px;height:${height}px`, "aria-hidden": "true" });
  const ctx = canvas.getContext("2d");
  ctx.scale(ratio, ratio);
  draw(ctx);
  return canvas;
}

// One sample of the legend; the same drawing functions as on the map.
function sample({ kind, glyph, fill }, colours) {
  const path = new Path2D("M3 8H25");
  if (kind === "line")
    return picture(28, 16, (ctx) => {
      if (glyph === "finished") {
        ctx.strokeStyle = colours.ink_faint;
        ctx.lineWidth = 4;
        ctx.stroke(path);
        S.finished(ctx, new Path2D("M8 8H20"), [8, 20].map((x) => ({ x, y: 8, nx: 0, ny: 0.85 })), fill);
      } else S.line(ctx, path, { colour: fill, dots: glyph === "dots", ticks: glyph === "ticks", hollow: glyph === "hollow" });
    });
  if (kind === "point") return picture(16, 16, (ctx) => S.uncertain(ctx, 8, 8, 6, fill));
  return picture(16, 16, (ctx) => S.glyph(ctx, glyph, 8, 8, 13, fill));
}

export function drawLegend(host, data) {
  const { title, entries } = data.legend;
  const [, head, unit] = /^(.*?)(\s*\(.*)?$/.exec(title);
  host.replaceChildren(
    el("span", { class: "tv-legend-title" }, el("b", {}, head), unit),
    ...entries.map((entry) =>
      el("span", { class: "tv-key" }, sample(entry, data.colours), entry.label)));
}

// "* Số liệu minh họa · …": on the phone the sources open on request.
export function drawCredit(host, data, { marked, narrow, open, toggle, fullScreen }) {
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
  if (fullScreen && !data.compact) actions.append(button("full", fullScreen.label, null, fullScreen.action));
  host.replaceChildren(line, actions);
}

const INSET = { west: 101.4, east: 119.2, south: 7, north: 24, width: 142, height: 144 };

// Vietnam with Quần đảo Hoàng Sa and Quần đảo Trường Sa, and where the map lies.
export function drawInset(host, shape, data, font) {
  const { west, east, south, north, width, height } = INSET;
  const c = data.colours;
  const s = data.strings;
  const k = Math.min(width / (east - west), height / (north - south));
  const px = ([lon, lat]) => [(lon - west) * k + (width - (east - west) * k) / 2, (north - lat) * k];
  const canvas = picture(width, height, (ctx) => {
    ctx.fillStyle = c.inset_ground;
    ctx.fillRect(0, 0, width, height);
    ctx.beginPath();
    for (const ring of shape.vietnam) {
      ring.forEach((p, i) => (i ? ctx.lineTo(...px(p)) : ctx.moveTo(...px(p))));
      ctx.closePath();
    }
    ctx.fillStyle = c.inset_vietnam;
    ctx.fill();
    ctx.strokeStyle = c.inset_line;
    ctx.lineWidth = 0.8;
    ctx.stroke();
    ctx.fillStyle = c.inset_line;
    for (const name of ["hoang_sa", "truong_sa"]) {
      const [x, y] = px(shape[name]);
      // the dots are symbolic: the islands are smaller than a pixel here
      for (const [dx, dy] of [[-5, 1], [-2, -1], [0, 2], [2, -2], [5, 0], [3, 3]]) ctx.fillRect(x + dx, y + dy, 1.6, 1.6);
      ctx.font = `600 11px ${font}`;
      ctx.textAlign = "right";
      ctx.strokeStyle = c.inset_ground;
      ctx.lineWidth = 3;
      ctx.strokeText(s[name], width - 5, y + 16);
      ctx.fillText(s[name], width - 5, y + 16);
    }
    const [w, b, e, n] = data.bounds;
    const [x0, y0] = px([w, n]);
    const [x1, y1] = px([e, b]);
    ctx.strokeStyle = c.ink;
    ctx.lineWidth = 1.6;
    ctx.strokeRect((x0 + x1) / 2 - 4, (y0 + y1) / 2 - 4, 8, 8);
  });
  host.setAttribute("role", "img");
  host.setAttribute("aria-label", s.inset_label);
  host.replaceChildren(canvas);
}

export function drawTip(tip, view, i, at) {
  const group = view.groups.get(i);
  const feature = view.glyphs.find((g) => g.i === i)?.feature ?? group?.[0];
  const { state, lines } = view.words.details(i, feature, view.stateOf(i));
  const symbol = view.data.health[view.stateOf(i)];
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
  const items = view.listed().slice(0, LISTED);
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
