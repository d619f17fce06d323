// Symbols of the map, drawn on a canvas: glyphs of the states, hatch, line structures.
// Colours come with the payload (tvgeo/render/palette.json); here is only shape.

const TAU = 2 * Math.PI;

// One glyph in a box of `size` px around (x, y).
export function glyph(ctx, name, x, y, size, colour) {
  const u = size / 14;
  ctx.save();
  ctx.translate(x, y);
  ctx.scale(u, u);
  ctx.fillStyle = ctx.strokeStyle = colour;
  ctx.lineJoin = "miter";
  ctx.lineCap = "butt";
  ctx.setLineDash([]);
  (GLYPHS[name] ?? GLYPHS.disc)(ctx, colour);
  ctx.restore();
}

const polygon = (ctx, points) => {
  ctx.beginPath();
  points.forEach(([x, y], i) => (i ? ctx.lineTo(x, y) : ctx.moveTo(x, y)));
  ctx.closePath();
};
const disc = (ctx, r) => {
  ctx.beginPath();
  ctx.arc(0, 0, r, 0, TAU);
};

const stroked = (ctx, width, ...lines) => {
  ctx.beginPath();
  for (const line of lines) line.forEach(([x, y], i) => (i ? ctx.lineTo(x, y) : ctx.moveTo(x, y)));
  ctx.lineWidth = width;
  ctx.stroke();
};
// One to three chevrons around the middle, upward for way 1, downward for -1.
const chevrons = (number, way) => (ctx) => {
  const lines = Array.from({ length: number }, (_, n) => {
    const y = 3.4 * (n - (number - 1) / 2) - way * 1.7;
    return [[-4.5, y + way * 3.4], [0, y], [4.5, y + way * 3.4]];
  });
  stroked(ctx, 1.9, ...lines);
};
const LEVEL = [[[-4.4, -2], [4.4, -2]], [[-4.4, 2], [4.4, 2]]];

const GLYPHS = {
  "up-1": chevrons(1, 1), "up-2": chevrons(2, 1), "up-3": chevrons(3, 1),
  "down-1": chevrons(1, -1), "down-2": chevrons(2, -1), "down-3": chevrons(3, -1),
  equals: (ctx) => stroked(ctx, 2, ...LEVEL),
  differs: (ctx) => stroked(ctx, 1.6, ...LEVEL, [[2.3, -5], [-2.3, 5]]),
  plus: (ctx) => stroked(ctx, 2.2, [[0, -4.8], [0, 4.8]], [[-4.8, 0], [4.8, 0]]),
  dash: (ctx) => stroked(ctx, 2.2, [[-4.6, 0], [4.6, 0]]),
  tick: (ctx) => stroked(ctx, 2.2, [[-4.4, 0.4], [-1.2, 3.4], [4.4, -3.2]]),
  square: (ctx) => ctx.fillRect(-4.7, -4.7, 9.4, 9.4),
  diamond: (ctx) => {
    polygon(ctx, [[0, -6.6], [6.6, 0], [0, 6.6], [-6.6, 0]]);
    ctx.fill();
  },
  triangle: (ctx) => {
    polygon(ctx, [[-6.3, -4.6], [6.3, -4.6], [0, 6]]);
    ctx.fill();
  },
  "triangle-hollow": (ctx) => {
    polygon(ctx, [[-5.1, -3.9], [5.1, -3.9], [0, 4.7]]);
    ctx.lineWidth = 2.2;
    ctx.stroke();
  },
  check: (ctx) => {
    disc(ctx, 6.5);
    ctx.fill();
    ctx.beginPath();
    ctx.moveTo(-3.1, 0.2);
    ctx.lineTo(-0.9, 2.5);
    ctx.lineTo(3.3, -2.2);
    ctx.strokeStyle = "#fff";
    ctx.lineWidth = 1.9;
    ctx.stroke();
  },
  disc: (ctx) => {
    disc(ctx, 5.9);
    ctx.fill();
  },
  ring: (ctx) => {
    disc(ctx, 4.7);
    ctx.lineWidth = 2.2;
    ctx.stroke();
  },
  bars: (ctx) => {
    ctx.fillRect(-4.4, -5, 3, 10);
    ctx.fillRect(1.4, -5, 3, 10);
  },
  cross: (ctx) => {
    ctx.beginPath();
    ctx.moveTo(-4, -4);
    ctx.lineTo(4, 4);
    ctx.moveTo(4, -4);
    ctx.lineTo(-4, 4);
    ctx.lineWidth = 2.3;
    ctx.stroke();
  },
  hatch: (ctx) => {
    ctx.beginPath();
    ctx.rect(-4.7, -4.7, 9.4, 9.4);
    ctx.lineWidth = 1.1;
    ctx.stroke();
    ctx.clip();
    ctx.beginPath();
    for (let d = -8; d <= 8; d += 4) {
      ctx.moveTo(-8 + d, 8);
      ctx.lineTo(8 + d, -8);
    }
    ctx.stroke();
  },
  // A completion class: the fill of the class, always with an ink outline.
  swatch: (ctx) => {
    disc(ctx, 5.6);
    ctx.fill();
    ctx.strokeStyle = "#1B2A33";
    ctx.lineWidth = 1;
    ctx.stroke();
  },
};

// A glyph in its white disc, as it stands on the map.
export function glyphDisc(ctx, { name, x, y, r, colour, ring, halo = 0, ink }) {
  ctx.beginPath();
  ctx.arc(x, y, r + halo, 0, TAU);
  if (halo) {
    ctx.fillStyle = ink;
    ctx.fill();
    ctx.beginPath();
    ctx.arc(x, y, r, 0, TAU);
  }
  ctx.fillStyle = "#fff";
  ctx.fill();
  ctx.strokeStyle = ring;
  ctx.lineWidth = 0.8;
  ctx.setLineDash([]);
  ctx.stroke();
  glyph(ctx, name, x, y, (r / 10.5) * 14, colour);
}

// 45° hatch, lines 1.2 px, 6 px apart, for areas without data.
export function hatch(ctx, colour, ratio) {
  const side = 8.5;
  const tile = document.createElement("canvas");
  tile.width = tile.height = Math.round(side * ratio);
  const t = tile.getContext("2d");
  t.scale(tile.width / side, tile.height / side);
  t.fillStyle = "rgba(255,255,255,.55)";
  t.fillRect(0, 0, side, side);
  t.strokeStyle = colour;
  t.lineWidth = 1.2;
  t.beginPath();
  for (const d of [-side, 0, side]) {
    t.moveTo(d - 1, side + 1);
    t.lineTo(d + side + 1, -1);
  }
  t.stroke();
  const pattern = ctx.createPattern(tile, "repeat");
  pattern.setTransform(new DOMMatrix().scale(1 / ratio));
  return pattern;
}

const stroke = (ctx, path, colour, width, { dash = [], cap = "round", join = "round" } = {}) => {
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  ctx.lineCap = cap;
  ctx.lineJoin = join;
  ctx.setLineDash(dash);
  ctx.stroke(path);
};

const BARE = { cap: "butt", join: "bevel" }; // half the work of round ones

// Structure of a line: `look` is {colour, dots, hollow, ticks, outline}; `bare` has no casing.
export function line(ctx, path, look, { width = 4, halo = 0, ink = "#1B2A33", bare = false } = {}) {
  const dots = { dash: [0.1, 1.75 * width] };
  if (halo) stroke(ctx, path, ink, 2 * width + halo);
  if (!bare || halo) stroke(ctx, path, "#fff", 2 * width);
  if (look.dots) {
    if (look.outline) stroke(ctx, path, look.outline, width + 2, dots);
    stroke(ctx, path, look.colour, width, dots);
  } else if (look.ticks) {
    stroke(ctx, path, look.colour, 1.4);
    // a wide line cut into slices is a row of cross ticks
    stroke(ctx, path, look.colour, 1.75 * width, { dash: [1.2, 1.1 * width], cap: "butt" });
  } else {
    if (look.outline) stroke(ctx, path, look.outline, width + 2, bare ? BARE : {});
    stroke(ctx, path, look.colour, width, bare ? BARE : {});
    if (look.hollow) stroke(ctx, path, "#fff", 0.425 * width);
  }
}

// A finished stretch: wider than its line, with a bar across each end.
export function finished(ctx, path, ends, colour) {
  stroke(ctx, path, "#fff", 12, { cap: "butt" });
  stroke(ctx, path, colour, 8, { cap: "butt" });
  for (const width of [4, 2]) {
    ctx.beginPath();
    for (const { x, y, nx, ny } of ends) {
      ctx.moveTo(x - 8 * nx, y - 8 * ny);
      ctx.lineTo(x + 8 * nx, y + 8 * ny);
    }
    ctx.strokeStyle = width === 4 ? "#fff" : colour;
    ctx.lineWidth = width;
    ctx.stroke();
  }
}

// An area: white casing, edge in the state colour, a thin wash; hatch where there is no data.
export function area(ctx, path, look, { pattern, halo = 0, ink = "#1B2A33", bare = false } = {}) {
  if (!bare || look.outline || pattern) {
    ctx.globalAlpha = pattern ? 1 : (look.alpha ?? 0.11);
    ctx.fillStyle = pattern ?? look.colour;
    ctx.fill(path, "evenodd");
    ctx.globalAlpha = 1;
  }
  if (halo) stroke(ctx, path, ink, 5 + 2 * halo);
  if (!bare || halo) stroke(ctx, path, "rgba(255,255,255,.85)", 5);
  const width = pattern ? 1.2 : 2;
  const edge = look.dots ? { dash: [0.1, 4.5] } : bare ? BARE : {};
  if (look.outline) stroke(ctx, path, look.outline, width + 1.6, edge);
  stroke(ctx, path, look.edge ?? look.colour, width, edge);
}

// A place known only within a radius: dotted circle, half white inside; no invented outline.
export function uncertain(ctx, x, y, radius, colour) {
  ctx.beginPath();
  ctx.arc(x, y, radius, 0, TAU);
  ctx.fillStyle = "rgba(255,255,255,.35)";
  ctx.fill();
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1.3;
  ctx.lineCap = "round";
  ctx.setLineDash([0.1, 4]);
  ctx.stroke();
}
