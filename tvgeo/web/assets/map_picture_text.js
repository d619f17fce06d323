// Blocks of text in the saved picture of the map: lines that are broken where they must be, and
// the mark of invented figures. A block is `h` px high and draws itself at 0, 0.

import { visible } from "./map_words.js";

// Lines no wider than `width`; a word that is wider is broken, what is too much ends in "…".
function wrapped(ctx, words, width, most = Infinity) {
  const lines = [];
  let line = "";
  const put = (piece) => {
    for (const sign of piece) {
      if (line && ctx.measureText(line + sign).width > width) {
        lines.push(line);
        line = "";
      }
      line += sign;
    }
  };
  for (const word of visible(words).split(" ").slice(0, 2000)) {
    const longer = line ? `${line} ${word}` : word;
    if (ctx.measureText(longer).width <= width) line = longer;
    else {
      if (line) lines.push(line);
      line = "";
      put(word);
    }
    if (lines.length > most) break;
  }
  if (line) lines.push(line);
  if (lines.length <= most) return lines;
  let last = lines[most - 1];
  while (last && ctx.measureText(`${last}…`).width > width) last = last.slice(0, -1);
  return [...lines.slice(0, most - 1), `${last}…`];
}

export function textBlock(ctx, words, { size, width, font, colour, weight = 400, lines: most = 6, after = 2 }) {
  const style = `${weight} ${size}px ${font}`;
  const step = Math.round(size * 1.35);
  ctx.font = style;
  const lines = wrapped(ctx, words, width, most);
  return {
    h: lines.length * step + after,
    draw(target) {
      target.font = style;
      target.fillStyle = colour;
      target.textAlign = "left";
      target.textBaseline = "alphabetic";
      lines.forEach((line, i) => target.fillText(line, 0, i * step + size));
    },
  };
}

// "SỐ LIỆU MINH HỌA", and what that means: as on the plates.
export function markBlock(ctx, view, width, after) {
  const { strings: s, colours: c } = view.data;
  const word = s.mark_word.toLocaleUpperCase(view.data.lang);
  ctx.font = `700 13px ${view.font}`;
  const label = Math.ceil(ctx.measureText(word).width) + 20;
  const beside = label < width / 2;
  ctx.font = `400 13px ${view.font}`;
  const lines = wrapped(ctx, s.picture_note, width - (beside ? label : 0) - 20, 3);
  const h = 8 + 18 * (lines.length + (beside ? 0 : 1));
  return {
    h: h + after,
    draw(target) {
      target.fillStyle = c.illustrative_bg;
      target.fillRect(0, 0, width, h);
      target.fillStyle = c.illustrative;
      target.fillRect(0, 0, beside ? label : width, beside ? h : 22);
      target.strokeStyle = c.illustrative;
      target.lineWidth = 1;
      target.strokeRect(0.5, 0.5, width - 1, h - 1);
      target.textBaseline = "middle";
      target.textAlign = "left";
      lines.forEach((line, i) => {
        target.font = `400 13px ${view.font}`;
        target.fillText(line, (beside ? label : 0) + 10, 13 + 18 * (i + (beside ? 0 : 1)));
      });
      target.fillStyle = "#fff";
      target.font = `700 13px ${view.font}`;
      target.fillText(word, 10, beside ? h / 2 + 0.5 : 11.5);
    },
  };
}
