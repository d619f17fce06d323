// Labels: eight positions in rings around the glyph, leaders beyond the first ring; none may
// touch another label, a glyph, a water name, a control or the frame, at any zoom.

const CELL = 2; // px of the occupancy grid: small enough that labels can stand close together
const RADIUS = 10.5; // of an ordinary glyph disc; rings are counted from its centre
const RINGS = [12, 24, 38];
const FAR_RINGS = [52, 68];
const LAST_RINGS = [...FAR_RINGS, 84, 100, 120, 150, 190];
const MAX_LINE_SAMPLES = 4;
const LINE_HEIGHT = 15;
const STAYING = 100; // where a name stood before, it stays

// Which pixels are taken, on a grid of CELL px.
export class Occupancy {
  constructor(width, height) {
    this.columns = Math.ceil(width / CELL);
    this.rows = Math.ceil(height / CELL);
    this.cells = new Uint8Array(this.columns * this.rows);
  }

  #range({ x, y, w, h }) {
    return [
      Math.max(0, Math.floor(x / CELL)), Math.max(0, Math.floor(y / CELL)),
      Math.min(this.columns - 1, Math.floor((x + w) / CELL)), Math.min(this.rows - 1, Math.floor((y + h) / CELL)),
    ];
  }

  mark(box) {
    const [x0, y0, x1, y1] = this.#range(box);
    for (let y = y0; y <= y1; y++) this.cells.fill(1, y * this.columns + x0, y * this.columns + x1 + 1);
  }

  markDisc(x, y, r) {
    for (let dy = -r; dy <= r; dy += CELL) {
      const half = Math.sqrt(r * r - dy * dy);
      this.mark({ x: x - half, y: y + dy, w: 2 * half, h: 0 });
    }
  }

  free(box) {
    const [x0, y0, x1, y1] = this.#range(box);
    for (let y = y0; y <= y1; y++)
      for (let x = x0; x <= x1; x++) if (this.cells[y * this.columns + x]) return false;
    return true;
  }

  // Boxes along a straight piece: leaders, rotated names.
  static along(x0, y0, x1, y1, half) {
    const n = Math.max(1, Math.ceil(Math.hypot(x1 - x0, y1 - y0) / Math.max(half, 2)));
    return Array.from({ length: n + 1 }, (_, k) => ({
      x: x0 + ((x1 - x0) * k) / n - half, y: y0 + ((y1 - y0) * k) / n - half, w: 2 * half, h: 2 * half,
    }));
  }
}

// Counts of samples of drawn lines, on cells of 4 px, summed over a box.
export class Samples {
  constructor(width, height) {
    this.columns = Math.ceil(width / 4);
    this.rows = Math.ceil(height / 4);
    this.cells = new Uint8Array(this.columns * this.rows);
  }

  add(x, y) {
    const c = Math.floor(x / 4);
    const r = Math.floor(y / 4);
    if (c >= 0 && r >= 0 && c < this.columns && r < this.rows) this.cells[r * this.columns + c]++;
  }

  count({ x, y, w, h }) {
    let sum = 0;
    for (let r = Math.max(0, Math.floor(y / 4)); r <= Math.min(this.rows - 1, Math.floor((y + h) / 4)); r++)
      for (let c = Math.max(0, Math.floor(x / 4)); c <= Math.min(this.columns - 1, Math.floor((x + w) / 4)); c++)
        sum += this.cells[r * this.columns + c];
    return sum;
  }
}

// [dx, dy, how far the box reaches left of its anchor, above it]: right, left, above, below, corners.
const POSITIONS = [
  [1, 0, 0, 0.5], [-1, 0, 1, 0.5], [0, -1, 0.5, 1], [0, 1, 0.5, 0],
  [0.75, -0.75, 0, 1], [0.75, 0.75, 0, 0], [-0.75, -0.75, 1, 1], [-0.75, 0.75, 1, 0],
];

function candidates(item, w, h, rings) {
  const all = [];
  for (const ring of rings)
    for (const [place, [dx, dy, left, above]] of POSITIONS.entries()) {
      const reach = ring + item.r - RADIUS;
      const ax = item.x + dx * (reach + 2);
      const ay = item.y + dy * reach;
      all.push({ ring, place, ax, ay, align: left, x: ax - left * w, y: ay - above * h, w, h });
    }
  return all;
}

// Place labels in the order given. An item is {id, kind, x, y, r, lines: [{text, font, colour}],
// short: the lines it may shrink to, must, whole, far, before: the label it had}; widths are
// measured with `measure(text, font)`. Returns what fits.
export function place(items, { width, height, taken, samples, measure, limit = Infinity, soft = [] }) {
  const placed = [];
  let count = 0;
  const inside = (b) => b.x >= 3 && b.y >= 3 && b.x + b.w <= width - 3 && b.y + b.h <= height - 3;
  const touches = (a, b) => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
  for (const item of items) {
    const counted = item.kind === "project";
    if (counted && count >= limit && !item.must) continue;
    const rings = item.rings ?? (item.far ? [...RINGS, ...FAR_RINGS] : RINGS);
    let best = null;
    for (const lines of item.short ? [item.lines, item.short] : [item.lines]) {
      const w = Math.ceil(Math.max(...lines.map((l) => measure(l.text, l.font)))) + 2;
      const h = lines.reduce((sum, l) => sum + (l.height ?? LINE_HEIGHT), 0);
      best = search(candidates(item, w, h, rings), item.far ? 2 * MAX_LINE_SAMPLES : MAX_LINE_SAMPLES);
      // the chosen is always named: further away or over a line, whichever costs less
      if (!best && item.must) best = search(candidates(item, w, h, [...RINGS, ...LAST_RINGS]), Infinity);
      if (!best && item.must && (item.whole || lines === (item.short ?? item.lines))) best = search(candidates(item, w, h, LAST_RINGS), Infinity, { across: true });
      if (best) {
        best = { ...best, lines };
        break;
      }
    }
    if (!best) continue;
    const label = { ...best, id: item.id, kind: item.kind, item, leader: best.ring > rings[0] ? leader(item, best) : null };
    taken.mark(label);
    if (label.leader) Occupancy.along(...label.leader, 1).forEach((b) => taken.mark(b));
    placed.push(label);
    if (counted) count++;

    function search(list, most, { across = false } = {}) {
      let found = null;
      const stays = (c) => c.ring === item.before?.ring && c.place === item.before.place;
      for (const c of item.before ? [...list].sort((a, b) => stays(b) - stays(a)) : list) {
        if (found && c.ring > found.ring && most < Infinity) break;
        if (!inside(c) || !taken.free({ x: c.x - 1, y: c.y - 1, w: c.w + 2, h: c.h + 2 })) continue;
        const on = samples.count(c);
        if (on > most) continue;
        if (!across && c.ring > rings[0] && !Occupancy.along(...shorten(leader(item, c), item.r), 1).every((b) => taken.free(b))) continue;
        const cost = on + (soft.some((b) => touches(b, c)) ? 3 : 0) + (most < Infinity ? 0 : c.ring / 5) - (stays(c) ? STAYING : 0);
        if (!found || cost < found.cost) found = { ...c, cost };
      }
      return found;
    }
  }
  return placed;
}

// From the rim of the glyph to the nearest point of the label box.
function leader(item, box) {
  const tx = Math.max(box.x - 2, Math.min(item.x, box.x + box.w + 2));
  const ty = Math.max(box.y + 2, Math.min(item.y, box.y + box.h - 2));
  const d = Math.hypot(tx - item.x, ty - item.y) || 1;
  return [item.x + ((tx - item.x) / d) * item.r, item.y + ((ty - item.y) / d) * item.r, tx, ty];
}
// Without the glyph's own disc, which is taken too.
function shorten([x0, y0, x1, y1], r) {
  const d = Math.hypot(x1 - x0, y1 - y0) || 1;
  const t = Math.min(1, (r * 0.3 + 1) / d);
  return [x0 + (x1 - x0) * t, y0 + (y1 - y0) * t, x1, y1];
}

export function draw(ctx, labels, { halo, leaderColour, font, ink }) {
  ctx.lineJoin = "round";
  ctx.setLineDash([]);
  for (const { leader: line } of labels) {
    if (!line) continue;
    ctx.beginPath();
    ctx.moveTo(line[0], line[1]);
    ctx.lineTo(line[2], line[3]);
    ctx.strokeStyle = leaderColour;
    ctx.lineWidth = 1;
    ctx.stroke();
  }
  ctx.textBaseline = "alphabetic";
  for (const label of labels) {
    if (label.angle !== undefined) {
      drawRotated(ctx, label, halo);
      continue;
    }
    if (label.item.square) {
      ctx.fillStyle = label.item.square;
      ctx.strokeStyle = label.item.colour;
      ctx.lineWidth = 1.2;
      ctx.fillRect(label.item.x - 2.5, label.item.y - 2.5, 5, 5);
      ctx.strokeRect(label.item.x - 2.5, label.item.y - 2.5, 5, 5);
    }
    ctx.textAlign = label.align === 0.5 ? "center" : label.align ? "right" : "left";
    const x = label.x + 1 + label.align * (label.w - 2);
    let y = label.y;
    for (const line of label.lines) {
      const height = line.height ?? LINE_HEIGHT;
      ctx.font = `${line.font} ${font}`;
      ctx.strokeStyle = halo;
      ctx.lineWidth = 3;
      ctx.strokeText(line.text, x, y + height * 0.78);
      ctx.fillStyle = line.colour ?? ink;
      ctx.fillText(line.text, x, y + height * 0.78);
      y += height;
    }
  }
}

function drawRotated(ctx, { cx, cy, angle, lines: [line], fontFamily }, halo) {
  ctx.save();
  ctx.translate(cx, cy);
  ctx.rotate((angle * Math.PI) / 180);
  ctx.font = `${line.font} ${fontFamily}`;
  ctx.letterSpacing = "1px";
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.strokeStyle = line.halo ?? halo;
  ctx.lineWidth = 3;
  ctx.strokeText(line.text, 0, 0);
  ctx.fillStyle = line.colour;
  ctx.fillText(line.text, 0, 0);
  ctx.restore();
}

// Names of water and of neighbours stand where they are or not at all.
export function placeFixed(items, { width, height, taken, measure, fontFamily }) {
  const placed = [];
  const done = new Set();
  for (const item of items) {
    if (done.has(item.text)) continue;
    const boxes = fixedBoxes(item, measure);
    if (!boxes.every((b) => b.x >= 2 && b.y >= 2 && b.x + b.w <= width - 2 && b.y + b.h <= height - 2 && taken.free(b))) continue;
    boxes.forEach((b) => taken.mark(b));
    done.add(item.text);
    const line = { text: item.text, font: item.font, colour: item.colour, halo: item.halo };
    placed.push({ id: item.id, kind: item.kind, angle: item.angle ?? 0, cx: item.x, cy: item.y, lines: [line], boxes, fontFamily });
  }
  return placed;
}

export function fixedBoxes({ text, font, x, y, angle = 0 }, measure) {
  const half = (measure(text, font) + text.length) / 2;
  const [cos, sin] = [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)];
  if (!angle) return [{ x: x - half, y: y - 8, w: 2 * half, h: 16 }];
  return Occupancy.along(x - half * cos, y - half * sin, x + half * cos, y + half * sin, 6);
}
