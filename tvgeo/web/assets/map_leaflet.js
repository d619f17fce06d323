// Leaflet's share: the map itself, two canvases that move and zoom with it, controls, events.

import { hit } from "./map_scene.js";

const MAX_ZOOM = 14; // geometry is good to 150 m at best: closer would pretend
const sheets = new Map();
let leaflet;

// The UMD build sets window.L; imported once per tab, from this server.
export async function loadLeaflet(address) {
  leaflet ??= import(address).then(() => window.L);
  try {
    return await leaflet;
  } catch (error) {
    leaflet = undefined;
    throw error;
  }
}

// Style sheets are adopted, not linked: the frame moves between hosts without a flash.
export async function loadStyles(root, addresses) {
  const loaded = await Promise.all(addresses.map((address) => {
    if (!sheets.has(address)) {
      const loading = fetch(address)
        .then((response) => (response.ok ? response.text() : Promise.reject(new Error(`${response.status} ${address}`))))
        .then((css) => new CSSStyleSheet().replace(css));
      sheets.set(address, loading);
      loading.catch(() => sheets.delete(address));
    }
    return sheets.get(address);
  }));
  const missing = loaded.filter((sheet) => !root.adoptedStyleSheets.includes(sheet));
  if (missing.length) root.adoptedStyleSheets = [...root.adoptedStyleSheets, ...missing];
}

// A canvas of the map's own renderer class: panning and the zoom animation come with it.
// While the view is being fitted to a new size nothing is painted: that comes once, at the end.
export function canvasPane(L, view, paint, options) {
  const Pane = L.Renderer.extend({
    _initContainer() {
      this._container = document.createElement("canvas");
      this._container.className = options.className;
    },
    _destroyContainer() {
      this._container.remove();
      delete this._container;
    },
    _update() {
      if ((this._map._animatingZoom && this._bounds) || view.fitting) return;
      L.Renderer.prototype._update.call(this);
      const { _bounds: bounds, _container: canvas } = this;
      const size = bounds.getSize();
      const ratio = Math.max(1, window.devicePixelRatio || 1);
      L.DomUtil.setPosition(canvas, bounds.min);
      const [wide, high] = [Math.floor(size.x * ratio), Math.floor(size.y * ratio)];
      const ctx = canvas.getContext("2d");
      if (canvas.width === wide && canvas.height === high) {
        ctx.reset(); // clears it as a new size does, and keeps its memory
      } else {
        Object.assign(canvas, { width: wide, height: high });
        Object.assign(canvas.style, { width: `${size.x}px`, height: `${size.y}px` });
      }
      ctx.scale(ratio, ratio);
      ctx.translate(-bounds.min.x, -bounds.min.y);
      paint(ctx, bounds);
    },
  });
  return new Pane(options);
}

export function createMap(L, view) {
  const { data } = view;
  const still = window.matchMedia?.("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(view.canvas, {
    attributionControl: false, zoomControl: false, zoomSnap: 0, zoomDelta: 0.5, wheelPxPerZoomLevel: 120,
    maxZoom: MAX_ZOOM, maxBoundsViscosity: 1, zoomAnimation: !still, fadeAnimation: false, inertia: !still,
    scrollWheelZoom: false, bounceAtZoomLimits: false, trackResize: false, // View.resized does
    ...(view.compact ? { dragging: false, keyboard: false, doubleClickZoom: false, touchZoom: false, boxZoom: false } : {}),
  });
  const [w, s, e, n] = data.bounds;
  map.fitBounds([[s, w], [n, e]], { animate: false });
  view.map = map; // placed anew once the frame has its size (View.fit)

  const labels = map.createPane("labels");
  labels.style.zIndex = 620;
  labels.style.pointerEvents = "none";
  const viewport = () => {
    const min = map.containerPointToLayerPoint([0, 0]);
    return L.bounds(min, min.add(map.getSize()));
  };
  view.scenePane = canvasPane(L, view, (ctx, bounds) => view.paintScene(ctx, bounds, viewport()), { padding: 0.25, className: "tv-scene" }).addTo(map);
  view.labelPane = canvasPane(L, view, (ctx, bounds) => view.paintLabels(ctx, bounds), { padding: 0, pane: "labels", className: "tv-labels leaflet-zoom-hide" }).addTo(map);

  L.control.scale({ position: view.compact ? "bottomright" : "bottomleft", imperial: false, maxWidth: 100 }).addTo(map);
  if (!view.compact) zoomButtons(L, map);
  listen(map, view);
  return map;
}

export function zoomButtons(L, map) {
  const Buttons = L.Control.extend({
    onAdd() {
      const bar = L.DomUtil.create("div", "tv-zoom leaflet-bar");
      for (const [name, text, step] of [["zoom_in", "+", 1], ["zoom_out", "−", -1]]) {
        const button = L.DomUtil.create("button", `tv-${name}`, bar);
        button.type = "button";
        button.textContent = text;
        button.addEventListener("click", () => map.setZoom(map.getZoom() + 0.75 * step));
      }
      L.DomEvent.disableClickPropagation(bar);
      return bar;
    },
  });
  new Buttons({ position: "topleft" }).addTo(map);
}

function listen(map, view) {
  let frame = 0;
  const fine = window.matchMedia?.("(hover: hover)").matches ?? true;
  map.on("click", ({ layerPoint, containerPoint }) => {
    const i = hit(view, layerPoint, { touch: !fine });
    if (i === null) return;
    view.choose(i);
    if (!fine) view.point(i, containerPoint);
  });
  map.on("mousemove", ({ layerPoint, containerPoint }) => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => view.point(hit(view, layerPoint), containerPoint));
  });
  map.on("mouseout", () => {
    cancelAnimationFrame(frame);
    view.point(null);
  });
  // Leaflet's own focus scrolls the page between press and release, and the click is lost
  view.canvas.addEventListener("mousedown", () => view.canvas.focus({ preventScroll: true }), { capture: true });
  // the wheel belongs to the page until the map has been clicked
  map.on("focus", () => !view.compact && map.scrollWheelZoom.enable());
  map.on("blur", () => map.scrollWheelZoom.disable());
  map.on("moveend", () => {
    if (view.fitting) return;
    view.touched = true;
    map.panInsideBounds(map.options.maxBounds);
  });
  map.on("zoomstart movestart", () => { view.tip.hidden = true; });
}
