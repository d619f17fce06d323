// Thousands of works in sight: each is one stroke, without casing or wash; what lies wholly under
// others is left out, and what looks the same is drawn in one go.

import { look, looksLike } from "./map_scene.js";
import * as S from "./map_symbols.js";

export const MANY = 1500; // from so many features in sight on
const STEP = 3; // px between the points of each
const CELL = 2; // px: what a stroke covers is kept on a grid
const SMALL = 60; // px: only what is no larger is looked for under others
const BATCH = 128; // strokes in one go; more at a time take the rasteriser longer

// `ordered` are features from bottom to top.
export function paintMany(view, ctx, ordered, bounds, pattern) {
  const { data, scale, origin, compact } = view;
  const looks = new Map();
  const styleOf = (f) => {
    const key = `${looksLike(data, f.i)} ${f.p.method === "schematic"}`;
    if (!looks.has(key)) looks.set(key, look(data, f.i, f.p.method === "schematic"));
    return looks.get(key);
  };
  const batches = { area: new Map(), line: new Map() };
  for (const f of uncovered(ordered, styleOf, scale, origin, bounds)) {
    const style = styleOf(f);
    const same = batches[f.shape].get(style);
    if (same) same.push(f);
    else batches[f.shape].set(style, [f]);
  }
  const each = (shape, size, draw) => {
    for (const [style, features] of batches[shape])
      for (let k = 0; k < features.length; k += size(style)) {
        const path = new Path2D();
        for (const f of features.slice(k, k + size(style))) trace(path, f, pixels(f, scale, origin));
        draw(path, style);
      }
  };
  // areas that are filled would leave holes where they overlap, so each is drawn alone
  each("area", ({ outline, none }) => (outline || none ? 1 : BATCH), (path, style) =>
    S.area(ctx, path, style, { pattern: style.none ? pattern : null, bare: true }));
  each("line", () => BATCH, (path, style) =>
    S.line(ctx, path, style, { width: style.study ? 2.6 : compact ? 3.4 : 4, bare: true }));
}

// One thin stroke for all, however many they are.
export function paintAlike(ctx, features, scale, origin) {
  for (let k = 0; k < features.length; k += BATCH) {
    const path = new Path2D();
    for (const f of features.slice(k, k + BATCH)) trace(path, f, pixels(f, scale, origin));
    ctx.stroke(path);
  }
}

// The points of a feature in layer pixels, its parts divided by NaN; kept until the map is zoomed.
function pixels(f, scale, origin) {
  if (f.pixels && f.pixelScale === scale && f.pixelX === origin.x && f.pixelY === origin.y) return f.pixels;
  const found = [];
  for (const pts of f.parts) {
    if (found.length) found.push(NaN, NaN);
    let [x, y] = [Infinity, Infinity];
    for (let i = 0; i < pts.length; i += 2) {
      const [nx, ny] = [pts[i] * scale - origin.x, pts[i + 1] * scale - origin.y];
      if (Math.abs(nx - x) < STEP && Math.abs(ny - y) < STEP && i < pts.length - 2) continue;
      found.push((x = nx), (y = ny));
    }
  }
  Object.assign(f, { pixelScale: scale, pixelX: origin.x, pixelY: origin.y });
  return (f.pixels = Float32Array.from(found));
}

function trace(path, { shape }, px) {
  let pen = false;
  for (let i = 0; i < px.length; i += 2) {
    if (Number.isNaN(px[i])) {
      if (shape === "area") path.closePath();
      pen = false;
    } else if (pen) path.lineTo(px[i], px[i + 1]);
    else {
      path.moveTo(px[i], px[i + 1]);
      pen = true;
    }
  }
  if (shape === "area") path.closePath();
}

// From the top down: a small feature all of whose line is already covered is not seen.
function uncovered(ordered, styleOf, scale, origin, { min, max }) {
  const [wide, high] = [Math.ceil((max.x - min.x) / CELL), Math.ceil((max.y - min.y) / CELL)];
  const grid = new Uint8Array(wide * high);
  const seen = [];
  // lines lie over areas, so they come first
  for (const shape of ["line", "area"])
    for (let k = ordered.length - 1; k >= 0; k--) {
      const f = ordered[k];
      if (f.shape !== shape) continue;
      const { dots, ticks, none } = styleOf(f);
      const large = Math.max(f.box[2] - f.box[0], f.box[3] - f.box[1]) * scale > SMALL;
      const fresh = cover(grid, wide, high, pixels(f, scale, origin), min, !dots && !ticks && !none);
      if (fresh || large) seen.push(f);
    }
  return seen.reverse();
}

// Whether a line passes a cell that is free; a solid one takes its cells.
function cover(grid, wide, high, px, min, solid) {
  let fresh = false;
  let [x0, y0] = [NaN, NaN];
  for (let i = 0; i < px.length; i += 2) {
    const [x1, y1] = [(px[i] - min.x) / CELL, (px[i + 1] - min.y) / CELL];
    if (!Number.isNaN(x1)) {
      const n = Number.isNaN(x0) ? 1 : Math.max(1, Math.ceil(Math.max(Math.abs(x1 - x0), Math.abs(y1 - y0))));
      for (let k = 1; k <= n; k++) {
        const x = Math.floor(n === 1 ? x1 : x0 + ((x1 - x0) * k) / n);
        const y = Math.floor(n === 1 ? y1 : y0 + ((y1 - y0) * k) / n);
        if (x < 0 || y < 0 || x >= wide || y >= high) continue;
        if (!grid[y * wide + x]) {
          fresh = true;
          if (solid) grid[y * wide + x] = 1;
          else return true;
        }
      }
    }
    [x0, y0] = [x1, y1];
  }
  return fresh;
}
