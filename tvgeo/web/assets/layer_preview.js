// A layer before it is published: the old shapes (dashed grey) beside the new ones (in colour).
// What it is told is described in tvgeo/ui/blocks/layer_map.py; it is drawn as the live map is.

import { complain, nameControls } from "./map_chrome.js";
import { absolute, asset, fetchLayer } from "./map_data.js";
import * as G from "./map_geometry.js";
import { canvasPane, loadLeaflet, loadStyles, zoomButtons } from "./map_leaflet.js";
import { el, picture } from "./map_panel.js";
import { paintBase } from "./map_scene.js";

const MAX_ZOOM = 18; // a pixel is half a metre: what was surveyed is looked at closely
const PADDING = 1;
const SAMPLE = { old: "M3 8H33", new: "M3 8H33", ring: "M12 8a6 6 0 1 0 12 0a6 6 0 1 0 -12 0" };
const previews = new WeakMap(); // host -> its preview

export default function show({ data, parentElement }) {
  const host = parentElement.querySelector(".tv-map");
  if (!previews.has(host)) previews.set(host, new Preview(host));
  const preview = previews.get(host);
  preview.update(data, host);
  return () => preview.leave();
}

// How each side is drawn, in the legend too. The old one is dashes in a white bed, so that it is
// seen on the new one as well.
function stroke(ctx, path, side, colours, wide) {
  const draw = (colour, width, dash) => {
    ctx.strokeStyle = colour;
    ctx.lineWidth = width + (wide ? 1.5 : 0);
    ctx.setLineDash(dash);
    ctx.stroke(path);
  };
  ctx.lineJoin = "round";
  ctx.lineCap = side === "new" ? "round" : "butt";
  if (side === "ring") draw(colours.ink, 1.5, []);
  else if (side === "new") draw(colours.new, 6, []);
  else {
    draw("#fff", 3.5, []);
    draw(colours.old, 2, [6, 4]);
  }
  ctx.setLineDash([]);
}

class Preview {
  constructor(host) {
    const part = (name, attributes = {}) => (this[name] = el("div", { class: `tv-${name}`, ...attributes }));
    this.base = new Map();
    this.frame = el("div", { class: "tv-frame tv-preview" },
      el("div", { class: "tv-stage" }, part("canvas", { role: "region" }), part("notice", { role: "status" })),
      part("legend"));
    this.notice.hidden = true;
    this.resizes = new ResizeObserver(() => this.map && !this.sized && this.resized());
    host.replaceChildren(this.frame);
  }

  async update(message, host) {
    this.message = message;
    this.resizes.observe(this.canvas);
    const { leaflet, layers } = message;
    try {
      const [L, base] = await Promise.all([
        loadLeaflet(absolute(leaflet.js)),
        Promise.all(layers.map(fetchLayer)),
        loadStyles(host.getRootNode(), [absolute(leaflet.css), asset("map.css")]),
      ]);
      if (message !== this.message) return;
      this.base = new Map(layers.map(({ id }, n) => [id, base[n]]));
      this.leaflet ??= L;
    } catch (error) {
      console.error(error);
      return message === this.message && complain(this, message.failed, () => this.update(message, host));
    }
    this.notice.hidden = true;
    this.data = message;
    this.changes = message.changes.map(({ kind, old, new: fresh }) => ({ kind, old: parsed(old), new: parsed(fresh) }));
    this.frame.lang = message.lang;
    this.canvas.setAttribute("aria-label", message.alt);
    this.key();
    if (!this.map) this.start();
    nameControls(this);
    const looked = message.bounds.join();
    this.resized(looked !== this.looked);
    this.looked = looked;
    this.drawnFrom = message;
    (window.__tvgeoMaps ??= new Map()).set(message.mapId, this);
    window.__tvgeoMap = { map: this.map, element: this.frame, ready: true, changes: this.changes };
  }

  leave() { this.resizes.disconnect(); }

  start() {
    const L = this.leaflet;
    const still = window.matchMedia?.("(prefers-reduced-motion: reduce)").matches;
    this.map = L.map(this.canvas, {
      attributionControl: false, zoomControl: false, zoomSnap: 0, zoomDelta: 0.5, wheelPxPerZoomLevel: 120,
      maxZoom: MAX_ZOOM, zoomAnimation: !still, fadeAnimation: false, inertia: !still, scrollWheelZoom: false, trackResize: false,
    });
    this.fit();
    this.pane = canvasPane(L, this, (ctx, bounds) => this.paint(ctx, bounds), { padding: 0.25, className: "tv-scene" }).addTo(this.map);
    L.control.scale({ position: "bottomleft", imperial: false, maxWidth: 100 }).addTo(this.map);
    zoomButtons(L, this.map);
    // the wheel belongs to the page until the map has been clicked
    this.map.on("focus", () => this.map.scrollWheelZoom.enable());
    this.map.on("blur", () => this.map.scrollWheelZoom.disable());
  }

  fit() {
    const [west, south, east, north] = this.data.bounds;
    this.map.fitBounds([[south, west], [north, east]], { animate: false, padding: [PADDING, PADDING] });
  }
  get sized() {
    const { x, y } = this.map.getSize();
    return x === this.canvas.clientWidth && y === this.canvas.clientHeight;
  }
  resized(again = true) {
    if (!this.canvas.clientWidth) return;
    this.fitting = true;
    this.map.invalidateSize({ animate: false, pan: false });
    if (again) this.fit();
    this.fitting = false;
    this.pane._update();
  }

  get scale() { return 2 ** this.map.getZoom(); }
  get origin() { return this.map.getPixelOrigin(); }

  paint(ctx, bounds) {
    const { scale, origin, data } = this;
    const [min, max] = [bounds.min, bounds.max].map((p) => [(p.x + origin.x) / scale, (p.y + origin.y) / scale]);
    const world = [...min, ...max];
    paintBase(this, ctx, bounds, world);
    for (const side of ["new", "old"]) // the old above: where both lie alike, both are seen
      for (const [n, change] of this.changes.entries())
        for (const f of change[side])
          if (G.overlaps(f.box, world, 20 / scale)) this.draw(ctx, f, side, n === data.chosen);
    if (!data.ring) return;
    const [x, y] = [G.worldX(data.ring[0]), G.worldY(data.ring[1])];
    const ring = new Path2D();
    ring.arc(x * scale - origin.x, y * scale - origin.y, 14, 0, 2 * Math.PI);
    stroke(ctx, ring, "ring", data.colours, false);
  }
  draw(ctx, f, side, wide) {
    const { scale, origin, data } = this;
    if (f.shape !== "point") {
      const path = G.pathOf(f, scale, origin);
      if (f.shape === "area" && side === "new") {
        ctx.fillStyle = `${data.colours.new}33`;
        ctx.fill(path, "evenodd");
      }
      return stroke(ctx, path, side, data.colours, wide);
    }
    for (const [x, y] of f.parts) {
      const path = new Path2D();
      path.arc(x * scale - origin.x, y * scale - origin.y, side === "new" ? 5 : 8, 0, 2 * Math.PI);
      if (side === "old") stroke(ctx, path, side, data.colours, wide);
      else {
        ctx.fillStyle = data.colours.new;
        ctx.fill(path);
      }
    }
  }

  key() {
    const { legend, colours } = this.data;
    this.legend.replaceChildren(...legend.map(({ side, label }) =>
      el("span", { class: "tv-key" }, picture(36, 16, (ctx) => stroke(ctx, new Path2D(SAMPLE[side]), side, colours, false)), label)));
  }
}

const parsed = (geometries) => G.parse({ features: geometries.map((geometry) => ({ geometry })) }, "", "plan");
