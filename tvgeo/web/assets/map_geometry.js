// Geometry of the map: GeoJSON in lon/lat (WGS 84) becomes world pixels of zoom 0 (EPSG:3857,
// 256 px), once per file. A point on screen is `world * 2^zoom - origin`.

const WORLD = 256;
const EARTH_M = 40075016.686;

export const worldX = (lon) => ((lon + 180) / 360) * WORLD;
export const worldY = (lat) => {
  const phi = (Math.max(-85, Math.min(85, lat)) * Math.PI) / 180;
  return (1 - Math.log(Math.tan(Math.PI / 4 + phi / 2)) / Math.PI) * (WORLD / 2);
};
// World pixels of zoom 0 per metre on the ground, at a world y.
export const worldPerMetre = (y) =>
  WORLD / (EARTH_M * Math.cos(Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / WORLD)))));

const flat = (ring) => {
  const points = new Float64Array(2 * ring.length);
  ring.forEach(([lon, lat], i) => {
    points[2 * i] = worldX(lon);
    points[2 * i + 1] = worldY(lat);
  });
  return points;
};

function partsOf({ type, coordinates: c }) {
  if (type === "Point") return ["point", [flat([c])]];
  if (type === "MultiPoint") return ["point", c.map((p) => flat([p]))];
  if (type === "LineString") return ["line", [flat(c)]];
  if (type === "MultiLineString") return ["line", c.map(flat)];
  if (type === "Polygon") return ["area", c.map(flat)];
  if (type === "MultiPolygon") return ["area", c.flat().map(flat)];
  return [null, []];
}

// Features of one layer; a geometry that cannot be drawn is left out (check names it).
export function parse(collection, layer, role) {
  const features = [];
  for (const { geometry, properties } of collection.features ?? []) {
    if (!geometry) continue;
    const [shape, parts] = partsOf(geometry);
    if (!shape) continue;
    features.push({ layer, role, shape, parts, p: properties ?? {}, box: boxOf(parts), size: sizeOf(shape, parts) });
  }
  return features;
}

function boxOf(parts) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const pts of parts)
    for (let i = 0; i < pts.length; i += 2) {
      box[0] = Math.min(box[0], pts[i]);
      box[1] = Math.min(box[1], pts[i + 1]);
      box[2] = Math.max(box[2], pts[i]);
      box[3] = Math.max(box[3], pts[i + 1]);
    }
  return box;
}

const lengthOf = (pts) => {
  let sum = 0;
  for (let i = 2; i < pts.length; i += 2) sum += Math.hypot(pts[i] - pts[i - 2], pts[i + 1] - pts[i - 1]);
  return sum;
};
const areaOf = (pts) => {
  let sum = 0;
  for (let i = 0, j = pts.length - 2; i < pts.length; j = i, i += 2) sum += pts[j] * pts[i + 1] - pts[i] * pts[j + 1];
  return Math.abs(sum / 2);
};
function sizeOf(shape, parts) {
  if (shape === "line") return parts.reduce((sum, pts) => sum + lengthOf(pts), 0);
  return shape === "area" ? Math.sqrt(Math.max(...parts.map(areaOf))) : 0;
}

// The point at a fraction of a line's length, on its longest part.
export function along(feature, fraction) {
  const pts = longest(feature);
  let left = fraction * (feature.longestLength ??= lengthOf(pts));
  for (let i = 2; i < pts.length; i += 2) {
    const step = Math.hypot(pts[i] - pts[i - 2], pts[i + 1] - pts[i - 1]);
    if (left <= step && step > 0) {
      const t = left / step;
      return [pts[i - 2] + t * (pts[i] - pts[i - 2]), pts[i - 1] + t * (pts[i + 1] - pts[i - 1])];
    }
    left -= step;
  }
  return [pts[pts.length - 2], pts[pts.length - 1]];
}

function longest(feature) {
  return (feature.longest ??= feature.parts.reduce((a, b) => (lengthOf(b) > lengthOf(a) ? b : a)));
}

// Points well inside an area: on its widest level cuts, their middles first.
export function interior(feature) {
  if (feature.inside) return feature.inside;
  const [, y0, , y1] = feature.box;
  const cuts = [];
  for (let k = 1; k < 12; k++) {
    const y = y0 + ((y1 - y0) * k) / 12;
    const xs = [];
    for (const pts of feature.parts)
      for (let i = 0, j = pts.length - 2; i < pts.length; j = i, i += 2)
        if (pts[i + 1] > y !== pts[j + 1] > y)
          xs.push(pts[i] + ((y - pts[i + 1]) / (pts[j + 1] - pts[i + 1])) * (pts[j] - pts[i]));
    xs.sort((a, b) => a - b);
    for (let i = 0; i + 1 < xs.length; i += 2) cuts.push([xs[i], xs[i + 1], y]);
  }
  cuts.sort((a, b) => b[1] - b[0] - (a[1] - a[0]));
  feature.inside = [0.5, 0.3, 0.7].flatMap((t) => cuts.slice(0, 6).map(([a, b, y]) => [a + t * (b - a), y]));
  if (!feature.inside.length) feature.inside = [[feature.parts[0][0], feature.parts[0][1]]];
  return feature.inside;
}

export function contains(feature, x, y) {
  let inside = false;
  for (const pts of feature.parts)
    for (let i = 0, j = pts.length - 2; i < pts.length; j = i, i += 2)
      if (pts[i + 1] > y !== pts[j + 1] > y && x < ((pts[j] - pts[i]) * (y - pts[i + 1])) / (pts[j + 1] - pts[i + 1]) + pts[i])
        inside = !inside;
  return inside;
}

// Distance from a world point to a line, in world pixels.
export function distance(feature, x, y) {
  let best = Infinity;
  for (const pts of feature.parts)
    for (let i = 2; i < pts.length; i += 2) {
      const dx = pts[i] - pts[i - 2];
      const dy = pts[i + 1] - pts[i - 1];
      const t = Math.max(0, Math.min(1, ((x - pts[i - 2]) * dx + (y - pts[i - 1]) * dy) / (dx * dx + dy * dy || 1)));
      best = Math.min(best, Math.hypot(x - pts[i - 2] - t * dx, y - pts[i - 1] - t * dy));
    }
  return best;
}

export const overlaps = (box, view, margin = 0) =>
  box[0] <= view[2] + margin && box[2] >= view[0] - margin && box[1] <= view[3] + margin && box[3] >= view[1] - margin;

// A feature as a canvas path in layer pixels, kept until the map is zoomed.
export function pathOf(feature, scale, origin) {
  const key = `${scale} ${origin.x} ${origin.y}`;
  if (feature.pathKey === key) return feature.path;
  const path = new Path2D();
  for (const pts of feature.parts) {
    path.moveTo(pts[0] * scale - origin.x, pts[1] * scale - origin.y);
    for (let i = 2; i < pts.length; i += 2) path.lineTo(pts[i] * scale - origin.x, pts[i + 1] * scale - origin.y);
    if (feature.shape === "area") path.closePath();
  }
  feature.pathKey = key;
  return (feature.path = path);
}

// Where a line begins and ends, with the unit normal there (for the bars of a finished stretch).
export function endsOf(feature, scale, origin) {
  const ends = [];
  for (const pts of feature.parts) {
    const n = pts.length;
    if (n < 4) continue;
    for (const [a, b] of [[0, 2], [n - 2, n - 4]]) {
      const dx = pts[b] - pts[a];
      const dy = pts[b + 1] - pts[a + 1];
      const d = Math.hypot(dx, dy) || 1;
      ends.push({ x: pts[a] * scale - origin.x, y: pts[a + 1] * scale - origin.y, nx: -dy / d, ny: dx / d });
    }
  }
  return ends;
}
