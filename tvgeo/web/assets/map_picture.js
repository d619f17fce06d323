// "Tải ảnh bản đồ": what is shown now as one PNG, twice as fine as the screen, made in the
// browser. Title, date and revision, mark, map, scale, inset, legend and sources are drawn on one
// canvas of our own; every text is drawn as text.

import { fetchInset } from "./map_data.js";
import { INSET, paintInset } from "./map_inset.js";
import { paintLabels } from "./map_naming.js";
import { el, headOf, paintSample, sampleWidth } from "./map_panel.js";
import { markBlock, textBlock } from "./map_picture_text.js";
import { paint } from "./map_scene.js";
import { fill, visible } from "./map_words.js";

const FINE = 2; // pixels of the picture to one of the screen
const PAD = 16;
const GAP = 8;
const KEPT_MS = 60_000; // the browser may still be reading the file
const SAID_MS = 6_000;
const ROUND = [1, 2, 3, 5];

export async function savePicture(view) {
  const { strings: s, picture } = view.data;
  try {
    const canvas = await draw(view);
    const blob = await new Promise((found) => canvas.toBlob(found, "image/png"));
    if (!blob) throw new Error(`no picture of ${canvas.width} x ${canvas.height} px`);
    const link = el("a", { href: URL.createObjectURL(blob), download: picture.file });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), KEPT_MS);
    say(view, fill(s.picture_saved, { file: picture.file }));
  } catch (error) {
    console.error(error);
    say(view, s.picture_failed);
  }
}

// In the map's own status line, for a while; what a layer has to say there stays.
function say({ notice }, sentence) {
  if (!notice.hidden && !notice.dataset.said) return;
  notice.replaceChildren(sentence);
  notice.hidden = false;
  clearTimeout(Number(notice.dataset.said));
  notice.dataset.said = setTimeout(() => {
    if (notice.textContent === sentence) notice.hidden = true;
    delete notice.dataset.said;
  }, SAID_MS);
}

async function draw(view) {
  const shape = view.data.inset ? await fetchInset() : null;
  await document.fonts?.ready;
  const { x: width } = view.map.getSize();
  const canvas = document.createElement("canvas");
  const ctx = canvas.getContext("2d");
  const blocks = blocksOf(view, ctx, width, shape);
  const height = blocks.reduce((sum, { h }) => sum + h, 0) + 2 * PAD;
  canvas.width = FINE * (width + 2 * PAD);
  canvas.height = FINE * height;
  ctx.scale(FINE, FINE);
  ctx.fillStyle = "#fff";
  ctx.fillRect(0, 0, width + 2 * PAD, height);
  let y = PAD;
  for (const block of blocks) {
    ctx.save();
    ctx.translate(PAD, y);
    block.draw(ctx);
    ctx.restore();
    y += block.h;
  }
  return canvas;
}

// From top to bottom: each block is as wide as the map, `h` px high, and draws itself at 0, 0.
function blocksOf(view, ctx, width, shape) {
  const { data } = view;
  const { strings: s, colours: c, picture } = data;
  const text = (words, size, options) => textBlock(ctx, words, { size, width, font: view.font, ...options });
  const shown = view.listed();
  const total = data.projects.length;
  const count = fill(shown.length < total ? s.picture_filtered : s.picture_shown, { n: shown.length, total });
  const marked = shown.some(({ i }) => data.mark[i] === "*");
  const sketched = shown.some(({ i }) => view.groups.get(i).some((f) => view.on(f) && f.p.method === "schematic"));
  const aside = view.narrow ? shape : null; // a phone's map has no room for the inset
  const notes = [sketched && s.picture_schematic, data.credits].filter(Boolean).join(" ");
  return [
    text(picture.title, 20, { weight: 600, colour: c.ink, lines: 2 }),
    text([picture.stamp, count].join(" · "), 13, { colour: c.ink_muted, after: GAP }),
    ...(marked ? [markBlock(ctx, view, width, GAP)] : []),
    mapBlock(view, width, aside ? null : shape),
    legendBlock(ctx, view, width, aside),
    text(notes, 11, { colour: c.ink_muted }),
  ];
}

// --- map -----------------------------------------------------------------------------------

// Glyphs and names stand where they stand on the screen; only the pixels are finer.
function mapBlock(view, width, shape) {
  const { map, leaflet: L } = view;
  const { y: height } = map.getSize();
  return {
    h: height + GAP,
    draw(ctx) {
      const min = map.containerPointToLayerPoint([0, 0]);
      const bounds = L.bounds(min, min.add([width, height]));
      const { hover } = view;
      ctx.save();
      ctx.beginPath();
      ctx.rect(0, 0, width, height);
      ctx.clip();
      ctx.translate(-min.x, -min.y);
      view.hover = null;
      view.drawnAt = FINE;
      try {
        paint(view, ctx, bounds);
        paintLabels(view, ctx, bounds);
      } finally {
        view.hover = hover;
        view.drawnAt = null;
      }
      ctx.restore();
      paintScale(ctx, view, height);
      if (shape) framed(ctx, view, shape, width - INSET.width - GAP, GAP);
      ctx.strokeStyle = view.data.colours.ink_muted;
      ctx.lineWidth = 1;
      ctx.setLineDash([]);
      ctx.strokeRect(0.5, 0.5, width - 1, height - 1);
    },
  };
}

function framed(ctx, view, shape, x, y) {
  ctx.save();
  ctx.translate(x, y);
  paintInset(ctx, shape, view.data, view.font);
  ctx.strokeStyle = view.data.colours.ink_muted;
  ctx.lineWidth = 1;
  ctx.strokeRect(0, 0, INSET.width, INSET.height);
  ctx.restore();
}

// A round length that is at most 100 px long in the middle of the map; metres.
export function scaleOf(map, most = 100) {
  const y = map.getSize().y / 2;
  const metres = map.distance(map.containerPointToLatLng([0, y]), map.containerPointToLatLng([most, y]));
  const power = 10 ** Math.floor(Math.log10(metres));
  const length = power * Math.max(...ROUND.filter((n) => n * power <= metres));
  return { length, px: (most * length) / metres };
}

function paintScale(ctx, view, height) {
  const { colours: c } = view.data;
  const { length, px } = scaleOf(view.map);
  const [x, y] = [16, height - 12];
  const words = length < 1000 ? `${length} m` : `${length / 1000} km`;
  const bar = () => {
    ctx.beginPath();
    ctx.moveTo(x, y - 5);
    ctx.lineTo(x, y);
    ctx.lineTo(x + px, y);
    ctx.lineTo(x + px, y - 5);
    ctx.stroke();
  };
  ctx.setLineDash([]);
  ctx.lineCap = "butt";
  ctx.lineJoin = "miter";
  ctx.font = `400 12px ${view.font}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "alphabetic";
  ctx.strokeStyle = c.land;
  ctx.lineWidth = 4;
  bar();
  ctx.strokeText(words, x + px / 2, y - 5);
  ctx.strokeStyle = ctx.fillStyle = c.ink;
  ctx.lineWidth = 1.5;
  bar();
  ctx.fillText(words, x + px / 2, y - 5);
}

// --- legend --------------------------------------------------------------------------------

const ROW = 21;

function legendBlock(ctx, view, width, shape) {
  const { legend, colours: c } = view.data;
  const room = shape ? width - INSET.width - 2 * GAP : width;
  const [head, unit = ""] = headOf(legend).map((words) => visible(words ?? ""));
  const fontOf = (weight) => `${weight} 12px ${view.font}`;
  ctx.font = fontOf(600);
  const first = ctx.measureText(head).width;
  ctx.font = fontOf(400);
  const keys = [{ wide: first + ctx.measureText(unit).width }];
  for (const entry of legend.entries) {
    const label = visible(entry.label);
    keys.push({ entry, label, wide: sampleWidth(entry) + 5 + ctx.measureText(label).width });
  }
  let [x, row] = [0, 0];
  for (const key of keys) {
    if (x && x + key.wide > room) [x, row] = [0, row + 1];
    Object.assign(key, { x, y: row * ROW });
    x += key.wide + 18;
  }
  return {
    h: Math.max((row + 1) * ROW, shape ? INSET.height : 0) + GAP,
    draw(target) {
      target.textAlign = "left";
      for (const { entry, label, x: left, y } of keys) {
        target.save();
        target.translate(left, y);
        if (entry) paintSample(target, entry, c);
        target.textBaseline = "middle";
        target.fillStyle = c.ink;
        target.font = fontOf(entry ? 400 : 600);
        target.fillText(entry ? label : head, entry ? sampleWidth(entry) + 5 : 0, 8.5);
        target.font = fontOf(400);
        target.fillStyle = c.ink_muted;
        if (!entry) target.fillText(unit, first, 8.5);
        target.restore();
      }
      if (shape) framed(target, view, shape, width - INSET.width, 0);
    },
  };
}
