// The live map: a Streamlit component (v2) on Leaflet. One map per `data.mapId` and tab: it is
// made once, moved into the host of each page visit, and redrawn when attributes change.
// The payload is described in tvgeo/render/map_payload.py.

import { complain, drawChrome, drawSpoken } from "./map_chrome.js";
import { absolute, asset, fetchFrames, fetchIndex, fetchLayer, read } from "./map_data.js";
import * as G from "./map_geometry.js";
import { el, drawTip } from "./map_panel.js";
import { layout } from "./map_layout.js";
import { paintLabels } from "./map_naming.js";
import { Player } from "./map_player.js";
import * as scene from "./map_scene.js";
import { Words, fill } from "./map_words.js";
import { createMap, loadLeaflet, loadStyles } from "./map_leaflet.js";

const SLOW_MS = 300;
const views = new Map();
const shownIn = new WeakMap(); // host -> its view

export default function show({ data, parentElement, setTriggerValue }) {
  const host = parentElement.querySelector?.(".tv-map") ?? parentElement;
  if (!views.has(data.mapId)) views.set(data.mapId, new View(data.compact));
  const view = views.get(data.mapId);
  // another language is another map in the same place
  if (shownIn.get(host) !== view) shownIn.get(host)?.leave(host);
  shownIn.set(host, view);
  view.send = setTriggerValue;
  view.update(data, host);
  return () => view.leave(host);
}

function finishedOf({ finished, projects }) {
  return finished.flatMap(({ project, lines }) =>
    G.parse({ features: [{ geometry: { type: "MultiLineString", coordinates: lines } }] })
      .map((feature) => ({ feature, i: projects.indexOf(project) })));
}

class View {
  constructor(compact) {
    this.groups = new Map();
    this.base = new Map();
    this.plan = [];
    this.glyphs = [];
    this.finished = [];
    this.labelBoxes = [];
    this.hover = null;
    this.open = null;
    this.compact = Boolean(compact);
    this.player = new Player(this);
    const part = (name, tag = "div", attributes = {}) => (this[name] = el(tag, { class: `tv-${name}`, ...attributes }));
    this.frame = el("div", { class: compact ? "tv-frame tv-compact" : "tv-frame" },
      el("div", { class: "tv-stage" },
        part("canvas"), part("inset"), part("notebox"),
        part("notice", "div", { role: "status" }), part("tip", "div", { "aria-hidden": "true" }),
        part("list", "div", { role: "listbox" })),
      this.player.bar, part("legend"), part("credit"), part("more"));
    this.tip.hidden = this.notice.hidden = this.more.hidden = this.notebox.hidden = true;
    this.resizes = new ResizeObserver(() => this.map && !this.sized && this.resized());
    if (window.matchMedia) matchMedia("print").addEventListener?.("change", () => this.resized());
    this.frame.addEventListener("fullscreenchange", () => this.chrome());
  }

  // --- life --------------------------------------------------------------------------------

  // A run that changes nothing of the map sends the same message again: nothing is drawn anew.
  async update(message, host) {
    const text = JSON.stringify(Player.still(message));
    const moved = this.frame.parentNode !== host;
    if (text === this.drawnFrom && !moved) return this.player.follow(message.player);
    this.message = message;
    this.drawnFrom = this.chosen = null;
    this.player.hear(message);
    if (moved) {
      this.fitted = false;
      host.replaceChildren(this.frame);
      this.resizes.disconnect();
      this.resizes.observe(this.canvas);
    }
    try {
      const { player } = message;
      const [index, film] = await Promise.all([fetchIndex(message.index), player && fetchFrames(player.frames), this.prepare(host.getRootNode())]);
      if (message !== this.message) return; // a newer message has arrived meanwhile
      this.data = film ? this.player.take(message, index, film) : read(message, index);
      if (this.numbered !== index) {
        this.number();
        this.numbered = index;
        this.fitted = false;
      }
    } catch (error) {
      console.error(error);
      return message === this.message && complain(this, message.failed, () => this.update(message, host));
    }
    this.words = new Words(this.data);
    if (!this.map) this.start();
    this.notice.hidden = true;
    if (!this.fitted) this.resized();
    this.fitted = true;
    await this.load();
    if (message !== this.message) return;
    if (this.addresses) this.drawnFrom = text;
    this.player.follow(message.player);
  }

  async prepare(root) {
    const { leaflet } = this.message;
    [this.leaflet] = await Promise.all([
      loadLeaflet(absolute(leaflet.js)),
      loadStyles(root, [absolute(leaflet.css), asset("map.css")]),
    ]);
  }

  start() {
    this.font = getComputedStyle(this.frame).fontFamily || "sans-serif";
    this.map = createMap(this.leaflet, this);
    const lettered = () => {
      this.fonts = (this.fonts ?? 0) + 1;
      this.chrome();
      this.redraw();
    };
    document.fonts?.load(`600 12px ${this.font}`).then(lettered, () => {});
    document.fonts?.addEventListener?.("loadingdone", lettered);
  }

  leave(host) {
    if (this.frame.parentNode !== host) return;
    this.player.leave();
    this.resizes.disconnect();
    this.tip.hidden = true;
  }

  // --- data --------------------------------------------------------------------------------

  async load() {
    const { data } = this;
    const addresses = data.layers.map(({ url }) => url).join();
    if (addresses !== this.addresses) {
      const slow = setTimeout(() => this.credit.prepend(`${data.strings.loading} `), SLOW_MS);
      const results = await Promise.allSettled(data.layers.map(fetchLayer));
      clearTimeout(slow);
      if (data !== this.data) return;
      const failed = data.layers.filter((_, n) => results[n].status === "rejected");
      this.addresses = failed.length ? null : addresses;
      this.sort(results.flatMap(({ value }) => value ?? []));
      this.number();
      if (failed.length) {
        const names = failed.map(({ id, name }) => name ?? id).join(", ");
        complain(this, fill(data.strings.layer_failed, { layer: names }), () => this.load());
      } else this.notice.hidden = true;
    }
    this.finished = finishedOf(data);
    this.chrome();
    if (this.sized) this.redraw();
    else this.resized();
  }

  sort(features) {
    this.base = new Map();
    for (const f of features.filter(({ role }) => role === "base")) {
      if (!this.base.has(f.layer)) this.base.set(f.layer, []);
      this.base.get(f.layer).push(f);
    }
    this.plan = features.filter(({ role }) => role === "plan");
  }

  // Which project each feature shows; features of none are context.
  number() {
    const index = new Map(this.data.projects.map((id, i) => [id, i]));
    this.groups = new Map();
    for (const f of this.plan) {
      f.i = index.get(f.p.project_id) ?? -1;
      if (f.i < 0) continue;
      if (!this.groups.has(f.i)) this.groups.set(f.i, []);
      this.groups.get(f.i).push(f);
    }
  }

  stateOf(i) { return scene.stateOf(this.data, i); }
  drawn(i) { return i >= 0 && this.stateOf(i) >= 0; }
  on({ layer }) { return !this.data.layersOn || this.data.layersOn.includes(layer); }
  // Parts of a work are named when there is room for them.
  hidesMinor(i) {
    const { minor, study } = this.data;
    if (study[i] === "1") return this.compact || this.narrow;
    return minor[i] === "1" && (this.compact || this.map.getZoom() < this.fitZoom + 0.9);
  }
  *works() {
    for (const [i, id] of this.data.projects.entries()) {
      const feature = this.drawn(i) && this.groups.get(i)?.find((f) => this.on(f));
      if (feature) yield { id, i, feature };
    }
  }
  listed() { return [...this.works()]; }

  // --- drawing -----------------------------------------------------------------------------

  get scale() { return 2 ** this.map.getZoom(); }
  get origin() { return this.map.getPixelOrigin(); }
  get ratio() { return this.drawnAt ?? Math.max(1, window.devicePixelRatio || 1); }
  worldBox({ min, max }) {
    const { scale, origin } = this;
    return [(min.x + origin.x) / scale, (min.y + origin.y) / scale, (max.x + origin.x) / scale, (max.y + origin.y) / scale];
  }

  redraw() {
    if (!this.map || !this.map.getSize().x) return;
    this.scenePane._update();
    this.labelPane._update();
  }
  paintScene(ctx, bounds, viewport) {
    this.glyphs = layout(this, bounds, viewport);
    scene.paint(this, ctx, bounds);
  }
  paintLabels(ctx, bounds) {
    paintLabels(this, ctx, bounds);
    (window.__tvgeoMaps ??= new Map()).set(this.data.mapId, this);
    window.__tvgeoMap = { ...this.published, map: this.map, element: this.frame, hover: this.hover, ready: Boolean(this.addresses), player: this.player.published };
  }
  chrome() { if (this.map) drawChrome(this); }
  // Another period of the same data: only what follows the figures is drawn anew.
  reframe(data) {
    this.data = data;
    this.words = new Words(data);
    this.finished = finishedOf(data);
    this.redraw();
    drawSpoken(this);
    if (!this.tip.hidden && this.pointed) drawTip(this.tip, this, ...this.pointed);
  }

  // --- events ------------------------------------------------------------------------------

  // Legend and credit decide how much room is left, so they come first.
  resized() {
    if (!this.map || !this.canvas.clientWidth) return;
    this.chrome();
    this.fitting = true;
    this.map.invalidateSize({ animate: false, pan: false });
    this.fit();
    this.fitting = false;
    this.redraw();
  }
  get sized() {
    const { x, y } = this.map.getSize();
    return x === this.canvas.clientWidth && y === this.canvas.clientHeight;
  }
  // Until the reader moves the map it shows the whole province at any size.
  fit() {
    const [west, south, east, north] = this.data.bounds;
    const bounds = [[south, west], [north, east]];
    const [w, s, e, n] = this.data.maxBounds;
    // not setMaxBounds: it would glide to the edge after every fit, as if the reader had moved
    const edge = (this.map.options.maxBounds = this.leaflet.latLngBounds([[s, w], [n, e]]));
    this.map.options.minZoom = 0; // or Leaflet answers with no zoom below that of the last size
    const outer = this.map.getBoundsZoom(edge, true);
    this.fitZoom = Math.max(outer, this.map.getBoundsZoom(bounds, false, [8, 8]));
    this.map.options.minZoom = Math.max(outer, this.fitZoom - 0.5);
    if (!this.touched) this.map.fitBounds(bounds, { animate: false, padding: [4, 4] });
    else this.map.setZoom(this.map.getZoom(), { animate: false });
    this.map.panInsideBounds(edge, { animate: false });
  }
  choose(i) {
    const id = this.data.projects[i];
    if (id === this.data.selected) return;
    this.data = { ...this.data, selected: this.chosen = id };
    this.drawnFrom = null;
    this.words = new Words(this.data);
    this.redraw();
    this.send("selected", id);
  }
  point(i, at) {
    if (i === null) this.tip.hidden = true;
    else {
      const g = this.glyphs.find((glyph) => glyph.i === i);
      const where = at ?? (g ? this.map.layerPointToContainerPoint([g.x, g.y]) : null);
      this.pointed = where && [i, where];
      if (where) drawTip(this.tip, this, i, where);
    }
    if (i === this.hover) return;
    this.hover = i;
    this.canvas.style.cursor = i === null ? "" : "pointer";
    this.redraw();
  }
}
