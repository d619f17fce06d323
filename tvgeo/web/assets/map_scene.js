// The drawn map: base, areas, circles, context roads, lines, finished stretches, glyphs.

import * as G from "./map_geometry.js";
import * as S from "./map_symbols.js";

const CROWD = 200; // above this many glyphs, those that would cover another are left out
const CROWD_SPOTS = 3; // so many places are tried there
const MANY = 1500; // above this many features in sight each is one stroke: no casing, no wash
const MANY_STEP = 3; // px between the points of each

// What to draw a project with, in the mode of the payload; `schematic` is the feature's own.
export function look(data, i, schematic) {
  const { ink, ink_faint: grey } = data.colours;
  const state = stateOf(data, i);
  const study = data.study[i] === "1";
  if (data.mode === "completion") {
    const none = data.pct[i] === null || data.pct[i] === undefined;
    const cls = data.classes[classOf(data.pct[i], data.classes.length)];
    return {
      colour: none ? (study ? data.colours.study_line : grey) : cls.fill, glyph: cls.glyph, none, study,
      dots: schematic || study, ticks: none && !schematic && !study,
      outline: none ? null : ink, alpha: 0.5,
    };
  }
  if (data.mode === "change") {
    const { code, fill, glyph } = changeOf(data, i);
    const none = code === "none";
    return {
      colour: none && study ? data.colours.study_line : fill, glyph, none, study,
      dots: schematic || study, ticks: none && !schematic && !study, hollow: STILL.has(code) && !schematic && !study,
    };
  }
  const { code, fill, glyph } = data.health[state];
  const none = code === "no_data";
  if (study) return { colour: none ? data.colours.study_line : fill, glyph, none, study: true, dots: true };
  return { colour: fill, glyph, none, dots: schematic, ticks: none && !schematic, hollow: code === "no_plan" && !schematic };
}

export const stateOf = (data, i) => (data.state[i] === "." ? -1 : Number(data.state[i]));
// Two periods compared: the class of a work's change, in the order of tvgeo/core/comparison.py.
export const changeOf = (data, i) => data.changes[data.change[i]];
const STILL = new Set(["same", "new", "no_report", "basis"]); // lines of these are drawn hollow
// What a project is shown with, in a tooltip too.
export const symbolOf = (data, i) => (data.mode === "change" ? changeOf(data, i) : data.health[stateOf(data, i)]);
// Classes are 0, <25, <50, <75, <100, 100, none, as in tvgeo/render/style.py.
function classOf(tenths, count) {
  if (tenths === null || tenths === undefined) return count - 1;
  if (tenths <= 0) return 0;
  return tenths >= 1000 ? 5 : 1 + Math.floor(tenths / 250);
}

// Chosen, past due to late, slow, lines of the plan, completed, on track, the unjudged, no data.
export function priority(data, i, feature) {
  const state = stateOf(data, i);
  if (data.projects[i] === data.selected) return -1;
  if (data.mode === "change") return data.slip[i] ? 3 - Math.min(2, Math.abs(data.slip[i]) / 100) : data.change[i] < 5 ? 4 : 6;
  if (state <= 3) return state;
  if (feature.shape === "line") return 4;
  return { completed: 5, on_track: 6, no_data: 8 }[data.health[state].code] ?? 7;
}

// Where each project's glyph stands: one glyph per project, at its largest drawn feature.
export function layout(view, bounds, viewport) {
  const { data, scale, origin } = view;
  const r = view.compact || view.narrow ? 9 : 10.5;
  const world = view.worldBox(viewport);
  const found = [];
  for (const [i, features] of view.groups) {
    if (!view.drawn(i) || (view.hidesMinor(i) && data.projects[i] !== data.selected)) continue;
    const main = features.filter((f) => view.on(f)).reduce((a, b) => (!a || b.size > a.size ? b : a), null);
    if (!main) continue;
    found.push({ i, id: data.projects[i], feature: main, r });
    // further points of one project: the same glyph, smaller and without a name
    for (const f of features)
      if (f !== main && f.shape === "point" && view.on(f)) found.push({ i, id: data.projects[i], feature: f, r: 6.5, second: true });
  }
  for (const g of found) g.priority = priority(data, g.i, g.feature) + (g.second ? 20 : 0);
  // a point cannot give way, so lines and areas look for room around the points
  const fixed = (g) => (g.feature.shape === "point" ? 0 : 1);
  found.sort((a, b) => fixed(a) - fixed(b) || a.priority - b.priority || b.feature.size - a.feature.size);
  const placed = [];
  const grid = new Map();
  const key = (x, y) => Math.floor(x / 40) * 65536 + Math.floor(y / 40);
  const covers = (x, y, own) => {
    for (let dx = -40; dx <= 40; dx += 40)
      for (let dy = -40; dy <= 40; dy += 40)
        for (const o of grid.get(key(x + dx, y + dy)) ?? []) if (Math.hypot(o.x - x, o.y - y) < o.r + own + 3) return true;
    return false;
  };
  for (const g of found) {
    if (!G.overlaps(g.feature.box, world, (3 * r) / scale)) continue;
    const options = spots(g.feature, world, found.length > CROWD ? CROWD_SPOTS : Infinity)
      .map(([x, y]) => [x * scale - origin.x, y * scale - origin.y])
      .filter(([x, y]) => bounds.contains([x, y]));
    if (!options.length) continue;
    const free = options.find(([x, y]) => !covers(x, y, g.r));
    if (!free && found.length > CROWD) continue;
    [g.x, g.y] = free ?? options[0];
    placed.push(g);
    const k = key(g.x, g.y);
    grid.set(k, [...(grid.get(k) ?? []), g]);
  }
  return placed.sort((a, b) => a.priority - b.priority);
}

const ALONG = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82, 0.1, 0.9];
// Candidate places of a glyph, in world pixels; what is in the window comes first.
function spots(feature, [x0, y0, x1, y1], most) {
  if (feature.shape === "point") return [[feature.parts[0][0], feature.parts[0][1]]];
  feature.spots ??= feature.shape === "line" ? ALONG.map((t) => G.along(feature, t)) : G.interior(feature);
  const all = feature.spots.slice(0, most);
  const seen = all.filter(([x, y]) => x > x0 && x < x1 && y > y0 && y < y1);
  // well inside first: at the edge there is no room for the name
  const [mx, my] = [(x1 - x0) * 0.07, (y1 - y0) * 0.1];
  seen.sort((a, b) => outside(a) - outside(b));
  function outside([x, y]) {
    return x > x0 + mx && x < x1 - mx && y > y0 + my && y < y1 - my ? 0 : 1;
  }
  return seen.length ? seen : feature.shape === "line" ? [] : all.slice(0, 1);
}

export function paint(view, ctx, bounds) {
  const world = view.worldBox(bounds);
  paintBase(view, ctx, bounds, world);
  const { data, scale, origin } = view;
  const { ink, ink_muted: grey } = data.colours;
  const shown = view.plan.filter((f) => view.on(f) && G.overlaps(f.box, world, 20 / scale));
  const halo = (i) => (data.projects[i] === data.selected ? 5 : i === view.hover ? 3 : 0);
  const pattern = S.hatch(ctx, data.colours.hatch, view.ratio);
  const many = shown.length > MANY;
  const pathOf = (f) => G.pathOf(f, scale, origin, many ? MANY_STEP : 0);
  // the unjudged first, the worst above them, what is chosen or pointed at on top
  const ranks = Array.from({ length: data.health.length + 1 }, () => []);
  for (const f of shown) if (view.drawn(f.i)) ranks[halo(f.i) ? 0 : view.stateOf(f.i) + 1].push(f);
  const ordered = ranks.reverse().flat();
  const each = (shape, draw) => {
    for (const f of ordered) if (f.shape === shape) draw(f, look(data, f.i, f.p.method === "schematic"));
  };

  each("area", (f, style) =>
    S.area(ctx, pathOf(f), style, { pattern: style.none ? pattern : null, halo: halo(f.i) && 2, ink, bare: many }));
  each("point", (f) => {
    if (f.p.method !== "schematic" || !f.p.accuracy_m) return;
    const [x, y] = f.parts[0];
    S.uncertain(ctx, x * scale - origin.x, y * scale - origin.y, f.p.accuracy_m * G.worldPerMetre(y) * scale, grey);
  });
  paintRoads(view, ctx, shown);
  each("line", (f, style) => S.line(ctx, pathOf(f), style, { halo: halo(f.i), ink, width: style.study ? 2.6 : view.compact ? 3.4 : 4, bare: many }));
  for (const { feature, i } of view.finished)
    if (view.drawn(i)) S.finished(ctx, G.pathOf(feature, scale, origin), G.endsOf(feature, scale, origin), data.colours.finished);
  for (const g of [...view.glyphs].reverse()) paintGlyph(view, ctx, g, halo(g.i));
}

function paintGlyph(view, ctx, g, halo) {
  const { data } = view;
  const { ink, ink_muted: ring } = data.colours;
  const rank = data.ranks.indexOf(g.id) + 1;
  if (rank) {
    ctx.beginPath();
    ctx.arc(g.x, g.y, 13.5, 0, 2 * Math.PI);
    ctx.fillStyle = "#fff";
    ctx.fill();
    ctx.beginPath();
    ctx.arc(g.x, g.y, 12, 0, 2 * Math.PI);
    ctx.fillStyle = ink;
    ctx.fill();
    ctx.fillStyle = "#fff";
    ctx.font = `600 13px ${view.font}`;
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.fillText(String(rank), g.x, g.y + 0.5);
    return;
  }
  const style = look(data, g.i, false);
  S.glyphDisc(ctx, {
    name: style.glyph, x: g.x, y: g.y, r: g.r, colour: style.study && style.none ? ring : style.colour, ring, ink,
    halo: halo === 5 ? 3 : halo && 2,
  });
}

function paintBase(view, ctx, bounds, world) {
  const c = view.data.colours;
  const { min } = bounds;
  const size = bounds.getSize();
  ctx.fillStyle = c.land_neighbour;
  ctx.fillRect(min.x, min.y, size.x, size.y);
  const each = (layer, draw) => {
    for (const f of view.base.get(layer) ?? [])
      if (f.shape !== "point" && G.overlaps(f.box, world)) draw(G.pathOf(f, view.scale, view.origin), f);
  };
  const outline = (path, colour, width, dash = []) => {
    ctx.strokeStyle = colour;
    ctx.lineWidth = width;
    ctx.lineJoin = "round";
    ctx.lineCap = "butt";
    ctx.setLineDash(dash);
    ctx.stroke(path);
  };
  const own = (f) => f.p.ref !== "neighbour";
  each("province", (path, f) => {
    if (!own(f)) return;
    ctx.fillStyle = c.land;
    ctx.fill(path, "evenodd");
  });
  each("water", (path, f) => {
    if (f.shape === "line") return outline(path, c.river_line, 1.6);
    ctx.fillStyle = c.sea;
    ctx.fill(path, "evenodd");
  });
  each("districts", (path) => outline(path, c.district_line, 0.8, [5, 2, 1, 2]));
  each("province", (path, f) => outline(path, own(f) ? c.province_line : c.district_line, own(f) ? 1.4 : 0.8));
}

// Roads that are not of the plan, and lines that a filter has taken out.
function paintRoads(view, ctx, shown) {
  ctx.strokeStyle = view.data.colours.road_context;
  ctx.lineWidth = 1.6;
  ctx.lineJoin = ctx.lineCap = "round";
  ctx.setLineDash([]);
  for (const f of shown)
    if (f.shape === "line" && f.p.ref !== "river" && !view.drawn(f.i)) ctx.stroke(G.pathOf(f, view.scale, view.origin));
}

// What is under a layer point: a glyph first, then the nearest line, then the smallest area.
export function hit(view, point, { touch = false } = {}) {
  const reach = touch ? 16 : 4;
  let best = null;
  for (const g of view.glyphs) {
    const d = Math.hypot(g.x - point.x, g.y - point.y);
    if (d <= g.r + reach && (!best || d < best.d)) best = { i: g.i, d };
  }
  if (best) return best.i;
  for (const box of view.labelBoxes)
    if (point.x >= box.x && point.x <= box.x + box.w && point.y >= box.y && point.y <= box.y + box.h) return box.i;
  const x = (point.x + view.origin.x) / view.scale;
  const y = (point.y + view.origin.y) / view.scale;
  const near = (touch ? 14 : 7) / view.scale;
  let area = null;
  for (const f of view.plan) {
    if (!view.on(f) || !view.drawn(f.i) || !G.overlaps(f.box, [x, y, x, y], near)) continue;
    if (f.shape === "line") {
      const d = G.distance(f, x, y);
      if (d <= near && (!best || d < best.d)) best = { i: f.i, d };
    } else if (f.shape === "area" && G.contains(f, x, y) && (!area || f.size < area.size)) area = f;
  }
  return best?.i ?? area?.i ?? null;
}
