// What the stand-alone HTML map does beyond folium: names that touch nothing, the first view, the
// table that finds a work on the map, paper. `TV` is written by html_page.py; its texts are
// encoded, and `tvWord` reads them; they become text nodes and attributes, never markup.

(() => {
  const map = window[TV.map];
  const box = map.getContainer();
  const RINGS = [4, 16, 34];
  const SIDES = [[1, 0], [-1, 0], [0, -1], [0, 1], [0.75, -0.75], [0.75, 0.75], [-0.75, -0.75], [-0.75, 0.75]];
  const GAP = 2;

  const element = (tag, name, text) => {
    const node = document.createElement(tag);
    if (name) node.className = name;
    if (text) node.textContent = text;
    return node;
  };

  // --- names -------------------------------------------------------------------------------

  const pane = map.createPane("names");
  pane.style.zIndex = 620;
  pane.style.pointerEvents = "none";
  pane.classList.add("leaflet-zoom-hide");

  const LONG = 34; // characters of a name that stands in several lines

  const names = TV.works.map(({ lines: [name = "", ...rest] }) => {
    const node = pane.appendChild(element("div", name.length > LONG ? "tv-label tv-long" : "tv-label"));
    node.append(element("b", "", tvWord(name)), ...rest.map((text) => element("span", "", tvWord(text))));
    return { node, leader: pane.appendChild(element("div", "tv-leader")) };
  });
  const places = TV.places.map(({ at, text, kind }) => ({ at, node: pane.appendChild(element("div", `tv-place tv-${kind}`, tvWord(text))) }));
  const measure = () => [...names, ...places].forEach((each) => {
    each.w = each.node.offsetWidth;
    each.h = each.node.offsetHeight;
  });

  const touch = (a, b) => a.x < b.x + b.w + GAP && b.x < a.x + a.w + GAP && a.y < b.y + b.h && b.y < a.y + a.h;

  // The signs that are on the map now: a layer may be switched off.
  function signs() {
    const found = [];
    map.eachLayer((layer) => {
      const own = layer.feature?.properties;
      if (own?.k === undefined || !layer.getLatLng || !layer.getElement?.()) return;
      const { x, y } = map.latLngToContainerPoint(layer.getLatLng());
      found.push({ layer, k: own.k, main: own.m === 1, x, y, r: layer.getElement().offsetWidth / 2 });
    });
    return found;
  }

  function controls() {
    const { x: left, y: top } = box.getBoundingClientRect();
    return [...box.querySelectorAll(".leaflet-control")].filter((node) => node.offsetWidth).map((node) => {
      const { x, y, width, height } = node.getBoundingClientRect();
      return { x: x - left, y: y - top, w: width, h: height };
    });
  }

  function lay() {
    const { x: width, y: height } = map.getSize();
    const shown = signs();
    const taken = [...controls(), ...shown.map(({ x, y, r }) => ({ x: x - r, y: y - r, w: 2 * r, h: 2 * r }))];
    const free = (b) => b.x > 2 && b.y > 2 && b.x + b.w < width - 2 && b.y + b.h < height - 2 && !taken.some((other) => touch(other, b));
    const put = (node, b) => {
      node.classList.remove("tv-out");
      L.DomUtil.setPosition(node, map.containerPointToLayerPoint([b.x, b.y]).round());
      taken.push(b);
    };
    for (const each of [...names, ...places]) each.node.classList.add("tv-out");
    for (const { leader } of names) leader.classList.add("tv-out");
    const mains = shown.filter(({ main }) => main).sort((a, b) => a.k - b.k); // the worst first
    for (const sign of mains) {
      const name = names[sign.k];
      if (!name.w) continue;
      const found = around(sign, name, free);
      if (!found) continue;
      name.node.style.alignItems = found.left > 0.5 ? "flex-end" : found.left < 0.5 ? "flex-start" : "center";
      name.node.style.textAlign = found.left > 0.5 ? "right" : found.left < 0.5 ? "left" : "center";
      put(name.node, found);
      if (found.ring !== RINGS[0]) lead(name.leader, sign, found);
    }
    for (const { node, at, w, h } of places) {
      const { x, y } = map.latLngToContainerPoint(at);
      const b = { x: x - w / 2, y: y - h / 2, w, h };
      if (w && free(b)) put(node, b);
    }
  }

  function around({ x, y, r }, { w, h }, free) {
    for (const ring of RINGS)
      for (const [dx, dy] of SIDES) {
        const left = dx > 0 ? 0 : dx < 0 ? 1 : 0.5;
        const above = dy > 0 ? 0 : dy < 0 ? 1 : 0.5;
        const b = { x: x + dx * (r + ring) - left * w, y: y + dy * (r + ring) - above * h, w, h };
        if (free(b)) return { ...b, ring, left };
      }
    return null;
  }

  function lead(node, { x, y, r }, b) {
    const tx = Math.max(b.x, Math.min(x, b.x + b.w));
    const ty = Math.max(b.y + 2, Math.min(y, b.y + b.h - 2));
    const d = Math.hypot(tx - x, ty - y);
    if (d <= r) return;
    const start = map.containerPointToLayerPoint([x + ((tx - x) * r) / d, y + ((ty - y) * r) / d]);
    node.classList.remove("tv-out");
    node.style.width = `${d - r}px`;
    node.style.transform = `translate(${start.x}px, ${start.y}px) rotate(${Math.atan2(ty - y, tx - x)}rad)`;
  }

  // --- view --------------------------------------------------------------------------------

  let touched = false;
  let fitting = false;

  // Until somebody moves the map it shows its works whole, and never past the base map's edge.
  function fit() {
    if (!box.clientWidth) return;
    fitting = true;
    map.invalidateSize({ animate: false, pan: false });
    map.options.minZoom = 0;
    const outer = map.getBoundsZoom(TV.edge, true);
    const zoom = Math.max(outer, map.getBoundsZoom(TV.bounds, false, [12, 12]));
    map.options.minZoom = Math.max(0, outer);
    if (!touched) map.setView(L.latLngBounds(TV.bounds).getCenter(), zoom, { animate: false });
    map.panInsideBounds(TV.edge, { animate: false });
    fitting = false;
    lay();
  }
  map.on("movestart zoomstart", () => { touched ||= !fitting; });
  map.on("moveend zoomend layeradd layerremove", () => { if (!fitting) later(); });
  let waiting = 0;
  function later() {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(lay);
  }

  // --- words, table, paper -----------------------------------------------------------------

  box.setAttribute("role", "region");
  box.setAttribute("aria-label", tvWord(TV.words.alt));
  for (const each of document.querySelectorAll(".leaflet-control-layers-toggle"))
    Object.assign(each, { title: tvWord(TV.words.layers), ariaLabel: tvWord(TV.words.layers) });
  for (const { k, layer } of signs())
    layer.getElement().setAttribute("aria-label", TV.works[k].lines.filter(Boolean).map(tvWord).join(", "));

  document.addEventListener("click", ({ target }) => {
    const k = target.closest?.("button[data-k]")?.dataset.k;
    if (k === undefined) return;
    const sign = signs().find((each) => each.k === Number(k) && each.main);
    box.scrollIntoView({ block: "nearest" });
    if (!sign) return;
    touched = true;
    map.panTo(sign.layer.getLatLng(), { animate: false });
    sign.layer.fire("click", { latlng: sign.layer.getLatLng() }, true); // its popup is its group's
    sign.layer.getElement().focus({ preventScroll: true });
  });

  // The sheet of paper has another size than the window: the map is fitted to it and back.
  addEventListener("beforeprint", fit);
  addEventListener("afterprint", fit);
  matchMedia("print").addEventListener("change", fit);
  new ResizeObserver(fit).observe(box);
  document.fonts?.ready.then(() => { measure(); lay(); });
  measure();
  fit();
})();
