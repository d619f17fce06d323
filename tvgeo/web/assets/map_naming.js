// What is named on the map and in which order; placing and drawing is in map_labels.js.

import * as G from "./map_geometry.js";
import * as L from "./map_labels.js";
import { priority } from "./map_layout.js";
import { MANY } from "./map_many.js";
import { stateOf } from "./map_scene.js";
import { visible } from "./map_words.js";

const PHONE_LABELS = 6;
const DESKTOP_LABELS = 60;
const TOWNS = ["city", "town", "neighbour_town"];
const RIVER_SPOTS = Array.from({ length: 39 }, (_, k) => 0.5 + (k % 2 ? 1 : -1) * 0.0105 * (k + (k % 2)));
const widths = new Map();

export function paintLabels(view, ctx, bounds) {
  const { data, map } = view;
  const { x: width, y: height } = map.getSize();
  const min = map.containerPointToLayerPoint([0, 0]);
  const measure = (text, font) => {
    const key = `${font}|${view.font}|${text}`;
    if (!widths.has(key)) {
      if (widths.size > 5000) widths.clear();
      ctx.font = `${font} ${view.font}`;
      widths.set(key, ctx.measureText(text).width);
    }
    return widths.get(key);
  };
  const taken = new L.Occupancy(width, height);
  const samples = sampleLines(view, min, width, height);
  for (const box of controlBoxes(view)) taken.mark(box);
  const glyphs = view.glyphs.map((g) => ({ ...g, x: g.x - min.x, y: g.y - min.y, r: discRadius(view, g) }));
  for (const g of glyphs) taken.markDisc(g.x, g.y, g.r + 0.5);
  const water = fixedItems(view, min);
  const free = water.filter((item) => L.fixedBoxes(item, measure).every((box) => taken.free(box)));
  const projects = L.place(projectItems(view, glyphs, (text, font) => measure(text, font) / width), {
    width, height, taken, samples, measure,
    limit: data.maxLabels ?? (view.narrow ? PHONE_LABELS : DESKTOP_LABELS),
    soft: free.flatMap((item) => L.fixedBoxes(item, measure)),
  });
  // the same name again is another place for it, used when the first is taken
  const fixed = L.placeFixed(water, { width, height, taken, measure, fontFamily: view.font });
  const towns = view.compact || view.narrow ? [] : placeTowns(view, min, { width, height, taken, samples, measure });
  const units = view.compact || view.narrow ? [] : L.placeFixed(unitItems(view, min), { width, height, taken, measure, fontFamily: view.font });
  const labels = [...fixed, ...towns, ...units, ...projects];
  ctx.save();
  ctx.translate(min.x, min.y);
  const { land, ink, ink_muted: leaderColour } = data.colours;
  L.draw(ctx, labels, { halo: land, leaderColour, font: view.font, ink });
  ctx.restore();
  view.named = { standing: view.standing, labels: new Map(projects.map((l) => [l.id, l])) };
  view.labelBoxes = projects.map((l) => ({ ...l, i: l.item.i, x: l.x + min.x, y: l.y + min.y }));
  view.published = {
    labels: labels.flatMap((l) =>
      (l.boxes ?? [l]).map(({ x, y, w, h }) => ({ id: l.id, kind: l.kind, text: l.lines.map((t) => t.text).join("\n"), x, y, w, h }))),
    glyphs: glyphs.map(({ id, x, y, r, feature }) => ({ id, x, y, r, shape: feature.shape })),
  };
}

// Where controls, inset and notes stand over the map.
function controlBoxes({ canvas, inset, notebox }) {
  const stage = canvas.getBoundingClientRect();
  return [...canvas.querySelectorAll(".leaflet-control"), inset, notebox]
    .filter((node) => !node.hidden && node.offsetWidth)
    .map((node) => {
      const { x, y, width, height } = node.getBoundingClientRect();
      return { x: x - stage.x - 4, y: y - stage.y - 4, w: width + 8, h: height + 8 };
    });
}

// A chosen or ranked glyph is larger than the others.
function discRadius({ data }, { id, r }) {
  if (data.ranks.includes(id)) return 13.5;
  return id === data.selected ? r + 3 : r;
}

function projectItems(view, glyphs, share) {
  const { data, words } = view;
  const items = [];
  // while the periods play, names stay where they are
  const before = data.worst && view.named?.standing === view.standing ? view.named.labels : null;
  for (const g of glyphs) {
    if (g.second) continue;
    const chosen = g.id === data.selected;
    if (view.compact && !chosen && !data.ranks.includes(g.id)) continue;
    const state = stateOf(data, g.i);
    const size = chosen && !view.compact ? 14 : 12;
    const height = size === 14 ? 17 : 15;
    const font = `600 ${size}px`;
    const name = words.name(g.i, g.feature);
    const short = wrapped(name, (text) => share(text, font)).map((text) => ({ text, font, height }));
    const second = view.compact ? words.percent(g.i) : words.second(g.i, g.feature, state);
    const lines = second ? [...short, { text: second, font: `400 ${size}px`, height }] : short;
    items.push({
      id: g.id, i: g.i, kind: "project", x: g.x, y: g.y, r: g.r, lines, short,
      before: before?.get(g.id), must: chosen || view.compact, far: chosen || state <= 2, order: priority(data, g.i, g.feature),
    });
  }
  items.sort((a, b) => a.order - b.order);
  // a phone names few works, but what is chosen and what is worst with its figure
  if (view.narrow) for (const item of items.slice(0, 2)) if (item.order <= 2) item.must = item.whole = item.far = true;
  return items;
}

// A name that would take more than 60 % of the width, in lines of about equal length.
function wrapped(name, share) {
  const all = share(name);
  if (all <= 0.6) return [name];
  const most = (1.15 * all) / Math.ceil(all / 0.5);
  const lines = [];
  for (const word of name.split(" ")) {
    const line = lines.length ? `${lines.at(-1)} ${word}` : word;
    if (lines.length && share(line) <= most) lines[lines.length - 1] = line;
    else lines.push(word);
  }
  return lines;
}

function sampleLines(view, min, width, height) {
  const samples = new L.Samples(width, height);
  const { scale, origin } = view;
  const world = view.worldBox({ min, max: { x: min.x + width, y: min.y + height } });
  const drawn = view.plan.filter((f) => f.shape !== "point" && view.on(f) && view.drawn(f.i) && G.overlaps(f.box, world));
  if (drawn.length > MANY) return samples; // there is a line everywhere
  for (const f of [...drawn, ...view.finished.map(({ feature }) => feature)]) {
    if (!G.overlaps(f.box, world)) continue;
    for (const pts of f.parts)
      for (let i = 2; i < pts.length; i += 2) {
        const x0 = pts[i - 2] * scale - origin.x - min.x;
        const y0 = pts[i - 1] * scale - origin.y - min.y;
        const dx = pts[i] * scale - origin.x - min.x - x0;
        const dy = pts[i + 1] * scale - origin.y - min.y - y0;
        if (Math.max(x0, x0 + dx) < 0 || Math.min(x0, x0 + dx) > width || Math.max(y0, y0 + dy) < 0 || Math.min(y0, y0 + dy) > height) continue;
        // an edge may be crossed more easily than a road: its colour fills the whole area
        const n = Math.max(1, Math.ceil(Math.hypot(dx, dy) / (f.shape === "area" ? 15 : 5)));
        for (let k = 0; k < n; k++) samples.add(x0 + (dx * k) / n, y0 + (dy * k) / n);
      }
  }
  return samples;
}

// Names of waters and neighbours: a river's name lies along its middle line, anywhere it fits.
function fixedItems(view, min) {
  const c = view.data.colours;
  const water = { kind: "water", font: "italic 400 13px", colour: c.water_label, halo: c.sea };
  const styles = { water: { ...water, font: "italic 400 14px" }, neighbour: { kind: "neighbour", font: "400 12px", colour: c.district_label } };
  const at = ([x, y]) => ({ x: x * view.scale - view.origin.x - min.x, y: y * view.scale - view.origin.y - min.y });
  const items = [];
  const rivers = view.plan.filter(({ p, shape }) => p.ref === "river" && shape === "line");
  for (const f of rivers)
    for (const t of RIVER_SPOTS) {
      const [a, b] = [at(G.along(f, t - 0.06)), at(G.along(f, t + 0.06))];
      const angle = (Math.atan2(b.y - a.y, b.x - a.x) * 180) / Math.PI;
      items.push({
        ...water, id: f.p.feature_id, text: nameOf(view, f), ...at(G.along(f, t)),
        angle: angle > 90 ? angle - 180 : angle < -90 ? angle + 180 : angle,
      });
    }
  const known = new Set(items.map(({ text }) => text));
  for (const f of view.base.get("places") ?? [])
    if (styles[f.p.ref] && !known.has(nameOf(view, f)))
      items.push({ ...styles[f.p.ref], id: f.p.feature_id, text: nameOf(view, f), ...at(f.parts[0]) });
  return items;
}

// Communes are told instead of districts where a reader wants today's units; named last, in the
// room that is left.
function unitItems(view, min) {
  const { district_label: colour, land: halo } = view.data.colours;
  return (view.base.get("communes_2025") ?? []).filter(({ shape }) => shape === "area").flatMap((f) =>
    G.interior(f).slice(0, 6).map(([x, y]) => ({
      kind: "unit", font: "400 11px", colour, halo, id: f.p.feature_id, text: nameOf(view, f),
      x: x * view.scale - view.origin.x - min.x, y: y * view.scale - view.origin.y - min.y,
    })));
}

const nameOf = (view, { p }) => visible((view.data.lang === "en" && p.name_en) || p.name_vi || "");

function placeTowns(view, min, room) {
  const colour = view.data.colours.ink_muted;
  const rank = (f) => (f.i === -1 ? 2.5 : TOWNS.indexOf(f.p.ref));
  // what stands in a layer of the plan without being of the plan is named like a town
  const context = view.plan.filter((f) => f.i === -1 && f.shape === "point" && view.on(f));
  const items = (view.base.get("places") ?? [])
    .filter(({ p, shape }) => shape === "point" && TOWNS.includes(p.ref))
    .concat(context)
    .sort((a, b) => rank(a) - rank(b))
    .map((f) => ({
      id: f.p.feature_id, kind: "town", colour, square: f.i === -1 ? colour : "#fff", r: 4, rings: [11.5],
      x: f.parts[0][0] * view.scale - view.origin.x - min.x, y: f.parts[0][1] * view.scale - view.origin.y - min.y,
      lines: [{ text: f.i === -1 ? view.words.uncertain(nameOf(view, f), f) : nameOf(view, f), font: "400 12px", colour }],
    }));
  const placed = [];
  for (const item of items) {
    const square = { x: item.x - 4, y: item.y - 4, w: 8, h: 8 };
    if (!room.taken.free(square)) continue;
    const [label] = L.place([item], room);
    if (!label) continue; // a town loses its square with its name
    room.taken.mark(square);
    placed.push(label);
  }
  return placed;
}
