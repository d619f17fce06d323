// The drawn map: base, areas, circles, context roads, lines, finished stretches, glyphs.

import * as G from "./map_geometry.js";
import { MANY, paintAlike, paintMany } from "./map_many.js";
import * as S from "./map_symbols.js";

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
// Works with the same answer look the same, but for what is schematic.
export function looksLike(data, i) {
  const kind = data.mode === "completion" ? classOf(data.pct[i], data.classes.length) : data.mode === "change" ? data.change[i] : data.state[i];
  return `${kind} ${data.study[i]}`;
}
// Classes are 0, <25, <50, <75, <100, 100, none, as in tvgeo/render/style.py.
function classOf(tenths, count) {
  if (tenths === null || tenths === undefined) return count - 1;
  if (tenths <= 0) return 0;
  return tenths >= 1000 ? 5 : 1 + Math.floor(tenths / 250);
}

export function paint(view, ctx, bounds) {
  const world = view.worldBox(bounds);
  paintBase(view, ctx, bounds, world);
  const { data, scale, origin } = view;
  const { ink, ink_muted: grey } = data.colours;
  const shown = view.plan.filter((f) => view.on(f) && G.overlaps(f.box, world, 20 / scale));
  const halo = (i) => (data.projects[i] === data.selected ? 5 : i === view.hover ? 3 : 0);
  const pattern = S.hatch(ctx, data.colours.hatch, view.ratio);
  const drawn = shown.filter((f) => view.drawn(f.i));
  const many = drawn.length > MANY;
  const pathOf = (f) => G.pathOf(f, scale, origin);
  const ordered = inOrder(view, many ? drawn.filter((f) => halo(f.i)) : drawn, halo);
  const each = (shape, draw) => {
    for (const f of ordered) if (f.shape === shape) draw(f, look(data, f.i, f.p.method === "schematic"));
  };
  const areas = () => each("area", (f, style) =>
    S.area(ctx, pathOf(f), style, { pattern: style.none ? pattern : null, halo: halo(f.i) && 2, ink }));
  const lines = () => each("line", (f, style) =>
    S.line(ctx, pathOf(f), style, { halo: halo(f.i), ink, width: style.study ? 2.6 : view.compact ? 3.4 : 4 }));

  if (many) paintMany(view, ctx, inOrder(view, drawn, () => 0), bounds, pattern);
  if (!many) areas();
  for (const f of inOrder(view, drawn, halo)) if (f.shape === "point") paintCircle(view, ctx, f, grey);
  paintRoads(view, ctx, shown);
  if (many) areas(); // what is chosen or pointed at stands out of the many, in full
  lines();
  for (const { feature, i } of view.finished)
    if (view.drawn(i)) S.finished(ctx, G.pathOf(feature, scale, origin), G.endsOf(feature, scale, origin), data.colours.finished);
  for (const g of [...view.glyphs].reverse()) paintGlyph(view, ctx, g, halo(g.i));
}

// The unjudged first, the worst above them, what is chosen or pointed at on top.
function inOrder(view, features, halo) {
  const ranks = Array.from({ length: view.data.health.length + 1 }, () => []);
  for (const f of features) ranks[halo(f.i) ? 0 : view.stateOf(f.i) + 1].push(f);
  return ranks.reverse().flat();
}

// A place known only within a radius.
function paintCircle({ scale, origin }, ctx, f, colour) {
  if (f.p.method !== "schematic" || !f.p.accuracy_m) return;
  const [x, y] = f.parts[0];
  S.uncertain(ctx, x * scale - origin.x, y * scale - origin.y, f.p.accuracy_m * G.worldPerMetre(y) * scale, colour);
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

export function paintBase(view, ctx, bounds, world) {
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
  for (const units of ["districts", "communes_2025"]) each(units, (path) => outline(path, c.district_line, 0.8, [5, 2, 1, 2]));
  each("province", (path, f) => outline(path, own(f) ? c.province_line : c.district_line, own(f) ? 1.4 : 0.8));
}

// Roads that are not of the plan, and lines that a filter has taken out.
function paintRoads(view, ctx, shown) {
  ctx.strokeStyle = view.data.colours.road_context;
  ctx.lineWidth = 1.6;
  ctx.lineJoin = ctx.lineCap = "round";
  ctx.setLineDash([]);
  const roads = shown.filter((f) => f.shape === "line" && f.p.ref !== "river" && !view.drawn(f.i));
  if (roads.length > MANY) paintAlike(ctx, roads, view.scale, view.origin);
  else for (const f of roads) ctx.stroke(G.pathOf(f, view.scale, view.origin));
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
