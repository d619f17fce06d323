// Where the glyphs of the works stand, and which of them comes first.

import * as G from "./map_geometry.js";
import { Occupancy } from "./map_labels.js";
import { stateOf } from "./map_scene.js";

const CROWD = 200; // above this many glyphs in sight, those that would cover another are left out
const NAMED = 60; // so many of a crowd, the first of all, get room for their name beside them
const NAME = { w: 150, h: 32 }; // px of that room
const SECOND = 20; // further points of a project come after all others

// Chosen, past due to late, slow, lines of the plan, completed, on track, the unjudged, no data.
// What plays is ranked by its worst period, so that names and glyphs stay where they are.
export function priority(data, i, feature) {
  const state = data.worst ? Number(data.worst[i]) : stateOf(data, i);
  if (data.projects[i] === data.selected) return -1;
  if (data.mode === "change") return data.slip[i] ? 3 - Math.min(2, Math.abs(data.slip[i]) / 100) : data.change[i] < 5 ? 4 : 6;
  if (state <= 3) return state;
  if (feature.shape === "line") return 4;
  return { completed: 5, on_track: 6, no_data: 8 }[data.health[state].code] ?? 7;
}

// One glyph per project, at its largest drawn feature, and smaller ones at its further points.
// They stand where they are until the map moves or something else than the figures changes.
export function layout(view, bounds, viewport) {
  const { data, scale, origin } = view;
  if (!data.worst) return placed(view, bounds, viewport);
  const key = [scale, origin, bounds.min, bounds.max, viewport.min, data.selected, view.narrow, data.layersOn, data.player.keep, data.player.frames].join();
  if (view.standing?.key !== key || view.standing.groups !== view.groups)
    view.standing = { key, groups: view.groups, glyphs: placed(view, bounds, viewport) };
  return view.standing.glyphs.filter(({ i }) => view.drawn(i));
}

function placed(view, bounds, viewport) {
  const { data, scale } = view;
  const r = view.compact || view.narrow ? 9 : 10.5;
  const world = view.worldBox(viewport);
  const shown = (i) => (data.worst ? data.player.keep[i] === "1" : view.drawn(i));
  // a point cannot give way, so lines and areas look for room around the points
  const ranks = new Map();
  let count = 0;
  for (const g of candidates(view)) {
    if (!shown(g.i) || !G.overlaps(g.feature.box, world, (3 * r) / scale)) continue;
    if (view.hidesMinor(g.i) && data.projects[g.i] !== data.selected) continue;
    const rank = priority(data, g.i, g.feature) + (g.second ? SECOND : 0);
    const key = (g.feature.shape === "point" ? 0 : 1000) + rank;
    if (!ranks.has(key)) ranks.set(key, []);
    ranks.get(key).push(g);
    count++;
  }
  const order = [...ranks.keys()].sort((a, b) => a - b);
  const found = order.flatMap((key) => ranks.get(key));
  const place = count > CROWD ? thinned : apart;
  return place(view, found, { r, world, bounds, viewport }).sort((a, b) => a.priority - b.priority);
}

// What may carry a glyph, the largest first; it changes with the layers that are on.
function candidates(view) {
  const { data, groups } = view;
  const layers = String(data.layersOn);
  if (view.candidates?.groups === groups && view.candidates.layers === layers) return view.candidates.list;
  const list = [];
  for (const [i, features] of groups) {
    const on = features.length > 1 || data.layersOn ? features.filter((f) => view.on(f)) : features;
    if (!on.length) continue;
    const main = on.reduce((a, b) => (b.size > a.size ? b : a));
    list.push({ i, id: data.projects[i], feature: main });
    for (const f of on)
      if (f !== main && f.shape === "point") list.push({ i, id: data.projects[i], feature: f, second: true });
  }
  list.sort((a, b) => b.feature.size - a.feature.size);
  view.candidates = { groups, layers, list };
  return list;
}

const glyphOf = ({ data }, g, r, x, y) => ({
  ...g, x, y, r: g.second ? 6.5 : r, priority: priority(data, g.i, g.feature) + (g.second ? SECOND : 0),
});

// Few glyphs: each looks for a place of its own, and stands over another if there is none.
function apart(view, found, { r, world, bounds }) {
  const { scale, origin } = view;
  const grid = new Map();
  const key = (x, y) => Math.floor(x / 40) * 65536 + Math.floor(y / 40);
  const covers = (x, y, own) => {
    for (let dx = -40; dx <= 40; dx += 40)
      for (let dy = -40; dy <= 40; dy += 40)
        for (const o of grid.get(key(x + dx, y + dy)) ?? []) if (Math.hypot(o.x - x, o.y - y) < o.r + own + 3) return true;
    return false;
  };
  const all = [];
  for (const g of found) {
    const options = spots(g.feature, world)
      .map(([x, y]) => [x * scale - origin.x, y * scale - origin.y])
      .filter(([x, y]) => bounds.contains([x, y]));
    if (!options.length) continue;
    const own = g.second ? 6.5 : r;
    const [x, y] = options.find(([a, b]) => !covers(a, b, own)) ?? options[0];
    const glyph = glyphOf(view, g, r, x, y);
    all.push(glyph);
    grid.set(key(x, y), [...(grid.get(key(x, y)) ?? []), glyph]);
  }
  return all;
}

// A crowd: first those with room for a name at their right, then what finds room between them.
function thinned(view, found, { r, viewport }) {
  const { min } = viewport;
  const size = viewport.getSize();
  const taken = new Occupancy(size.x, size.y);
  const all = [];
  const rest = [];
  for (const g of found) {
    const [x, y] = middle(view, g.feature, min);
    const own = g.second ? 6.5 : r;
    if (x < own || y < own || x > size.x - own || y > size.y - own) continue;
    const disc = { x: x - own - 1.5, y: y - own - 1.5, w: 2 * own + 3, h: 2 * own + 3 };
    if (!taken.free(disc)) continue;
    const name = { x: x + own, y: y - NAME.h / 2, ...NAME };
    if (all.length < NAMED && !g.second && name.x + name.w < size.x && taken.free(name)) {
      taken.mark(name);
      taken.mark(disc);
      all.push(glyphOf(view, g, r, x + min.x, y + min.y));
    } else rest.push({ g, x, y, disc });
  }
  for (const { g, x, y, disc } of rest) {
    if (!taken.free(disc)) continue;
    taken.mark(disc);
    all.push(glyphOf(view, g, r, x + min.x, y + min.y));
  }
  return all;
}

// A point of the feature, in pixels of the window: its middle is near enough among so many.
function middle({ scale, origin }, feature, min) {
  const [x, y] = (feature.middle ??= middleOf(feature));
  return [x * scale - origin.x - min.x, y * scale - origin.y - min.y];
}

function middleOf(feature) {
  const { shape, parts: [pts], box } = feature;
  if (shape === "area") {
    const centre = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
    return G.contains(feature, ...centre) ? centre : G.interior(feature)[0];
  }
  const half = shape === "line" ? 2 * Math.floor(pts.length / 4) : 0;
  return [pts[half], pts[half + 1]];
}

const ALONG = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82, 0.1, 0.9];
// Candidate places of a glyph, in world pixels; what is in the window comes first.
function spots(feature, [x0, y0, x1, y1]) {
  if (feature.shape === "point") return [[feature.parts[0][0], feature.parts[0][1]]];
  feature.spots ??= feature.shape === "line" ? ALONG.map((t) => G.along(feature, t)) : G.interior(feature);
  const seen = feature.spots.filter(([x, y]) => x > x0 && x < x1 && y > y0 && y < y1);
  // well inside first: at the edge there is no room for the name
  const [mx, my] = [(x1 - x0) * 0.07, (y1 - y0) * 0.1];
  seen.sort((a, b) => outside(a) - outside(b));
  function outside([x, y]) {
    return x > x0 + mx && x < x1 - mx && y > y0 + my && y < y1 - my ? 0 : 1;
  }
  return seen.length ? seen : feature.shape === "line" ? [] : feature.spots.slice(0, 1);
}
