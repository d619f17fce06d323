// What is named on the map and in which order; placing and drawing is in map_labels.js.

import * as G from "./map_geometry.js";
import * as L from "./map_labels.js";
import { priority, stateOf } from "./map_scene.js";

const PHONE_LABELS = 6;
const DESKTOP_LABELS = 60;
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
  for (const box of view.controlBoxes()) taken.mark(box);
  const glyphs = view.glyphs.map((g) => ({ ...g, x: g.x - min.x, y: g.y - min.y }));
  for (const g of glyphs) {
    const rank = data.ranks.includes(g.id);
    taken.markDisc(g.x, g.y, rank ? 14 : g.id === data.selected ? g.r + 4 : g.r + 1);
  }
  const water = fixedItems(view, min);
  const free = water.filter((item) => L.fixedBoxes(item, measure).every((box) => taken.free(box)));
  const projects = L.place(projectItems(view, glyphs), {
    width, height, taken, samples, measure,
    limit: data.maxLabels ?? (view.narrow ? PHONE_LABELS : DESKTOP_LABELS),
    soft: free.flatMap((item) => L.fixedBoxes(item, measure)),
  });
  // a second name of the same water is a second place for it, used when the first is taken
  const towns = view.compact ? [] : placeTowns(view, min, { width, height, taken, samples, measure });
  const fixed = L.placeFixed(water, { width, height, taken, measure, fontFamily: view.font });
  const labels = [...fixed, ...towns, ...projects];
  ctx.save();
  ctx.translate(min.x, min.y);
  const { land, ink, ink_muted: leaderColour } = data.colours;
  L.draw(ctx, labels, { halo: land, leaderColour, font: view.font, ink });
  ctx.restore();
  view.labelBoxes = projects.map((l) => ({ ...l, i: l.item.i, x: l.x + min.x, y: l.y + min.y }));
  view.published = {
    labels: labels.flatMap((l) =>
      (l.boxes ?? [l]).map(({ x, y, w, h }) => ({ id: l.id, kind: l.kind, text: l.lines.map((t) => t.text).join("\n"), x, y, w, h }))),
    glyphs: glyphs.map(({ id, x, y, r, feature }) => ({ id, x, y, r, shape: feature.shape })),
  };
}

function projectItems(view, glyphs) {
  const { data, words } = view;
  const items = [];
  for (const g of glyphs) {
    const chosen = g.id === data.selected;
    if (view.compact && !chosen && !data.ranks.includes(g.id)) continue;
    const state = stateOf(data, g.i);
    const size = chosen && !view.compact ? 14 : 12;
    const height = size === 14 ? 17 : 15;
    const lines = [{ text: words.name(g.i, g.feature), font: `600 ${size}px`, height }];
    const second = view.compact ? words.percent(g.i) : words.second(g.i, g.feature, state);
    if (second) lines.push({ text: second, font: `400 ${size}px`, height });
    items.push({
      id: g.id, i: g.i, kind: "project", x: g.x, y: g.y, r: data.ranks.includes(g.id) ? 13.5 : g.r, lines,
      must: chosen, far: chosen || state <= 2, order: priority(data, g.i, g.feature),
    });
  }
  return items.sort((a, b) => a.order - b.order);
}

function sampleLines(view, min, width, height) {
  const samples = new L.Samples(width, height);
  const { scale, origin } = view;
  const world = view.worldBox({ min, max: { x: min.x + width, y: min.y + height } });
  for (const f of view.plan) {
    if (f.shape !== "line" || !view.on(f) || !G.overlaps(f.box, world)) continue;
    for (const pts of f.parts)
      for (let i = 2; i < pts.length; i += 2) {
        const x0 = pts[i - 2] * scale - origin.x - min.x;
        const y0 = pts[i - 1] * scale - origin.y - min.y;
        const dx = pts[i] * scale - origin.x - min.x - x0;
        const dy = pts[i + 1] * scale - origin.y - min.y - y0;
        if (Math.max(x0, x0 + dx) < 0 || Math.min(x0, x0 + dx) > width || Math.max(y0, y0 + dy) < 0 || Math.min(y0, y0 + dy) > height) continue;
        const n = Math.max(1, Math.ceil(Math.hypot(dx, dy) / 5));
        for (let k = 0; k < n; k++) samples.add(x0 + (dx * k) / n, y0 + (dy * k) / n);
      }
  }
  return samples;
}

const screen = (view, min, lon, lat) => ({
  x: G.worldX(lon) * view.scale - view.origin.x - min.x,
  y: G.worldY(lat) * view.scale - view.origin.y - min.y,
});

function fixedItems(view, min) {
  const c = view.data.colours;
  const styles = {
    sea: { font: "italic 400 14px", colour: c.water_label, plain: true },
    water: { font: "italic 400 13px", colour: c.water_label, plain: true },
    neighbour: { font: "400 12px", colour: c.district_label, plain: true },
  };
  return view.data.labels
    .filter(({ kind }) => styles[kind])
    .map(({ text, kind, lon, lat, angle }, n) => ({ id: `fixed-${n}`, kind, text, angle, ...styles[kind], ...screen(view, min, lon, lat) }));
}

function placeTowns(view, min, room) {
  const colour = view.data.colours.ink_muted;
  const items = view.data.labels
    .filter(({ kind }) => kind === "town")
    .map(({ text, lon, lat }, n) => ({
      id: `town-${n}`, kind: "town", text, colour, r: 4, rings: [5], ...screen(view, min, lon, lat),
      lines: [{ text, font: "400 12px", colour }],
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
