// The country with Quần đảo Hoàng Sa and Quần đảo Trường Sa, and where the map lies in it.

export const INSET = { west: 101.4, east: 119.2, north: 24, width: 168, height: 170 };

// The dots are symbolic: the islands are smaller than a pixel here.
const ISLES = [[-5, 1], [-2, -1], [0, 2], [2, -2], [5, 0], [3, 3]];
// Where the two lines of a name stand, from the dots: where the coast leaves room.
const NAMES = { hoang_sa: [-20, -9], truong_sa: [15, 26] };

export function paintInset(ctx, shape, data, font) {
  const { west, east, north, width, height } = INSET;
  const { colours: c, strings: s } = data;
  const k = width / (east - west);
  const px = ([lon, lat]) => [(lon - west) * k, (north - lat) * k];
  ctx.fillStyle = c.inset_ground;
  ctx.fillRect(0, 0, width, height);
  ctx.beginPath();
  for (const ring of shape.vietnam) {
    ring.forEach((p, i) => (i ? ctx.lineTo(...px(p)) : ctx.moveTo(...px(p))));
    ctx.closePath();
  }
  ctx.fillStyle = c.inset_vietnam;
  ctx.fill();
  ctx.strokeStyle = c.inset_line;
  ctx.lineWidth = 0.8;
  ctx.setLineDash([]);
  ctx.stroke();
  ctx.textAlign = "right";
  ctx.textBaseline = "alphabetic";
  for (const [name, [first, second]] of Object.entries(NAMES)) {
    const [x, y] = px(shape[name]);
    ctx.fillStyle = c.inset_line;
    for (const [dx, dy] of ISLES) ctx.fillRect(x + dx, y + dy, 1.6, 1.6);
    ctx.fillStyle = c.ink;
    ctx.font = `italic 600 10px ${font}`;
    ctx.fillText(s[name], width - 4, y + first);
    ctx.font = `italic 400 10px ${font}`;
    ctx.fillText(s.inset_country, width - 4, y + second);
  }
  const [w, b, e, n] = data.bounds;
  const [x0, y0] = px([w, n]);
  const [x1, y1] = px([e, b]);
  ctx.strokeStyle = c.ink;
  ctx.lineWidth = 1.6;
  ctx.strokeRect((x0 + x1) / 2 - 4, (y0 + y1) / 2 - 4, 8, 8);
}
