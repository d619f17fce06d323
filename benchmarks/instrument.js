// Runs in every frame before the page's own scripts. It counts what is received, and looks once
// per animation frame whether a map shows what is wanted: `want` is
//   {tool, count, state, colour, reruns}
// the works that should be drawn, the state and colour of the last one (the marker) when it is
// drawn, and how often the page's script should have run. The time ends one frame after the
// frame in which that was so: then it has been painted.

(() => {
  // One account for the whole tab: a frame that is taken away takes its own entries with it.
  const received = (window.top.__received ??= { socket: 0, http: 0 });
  const WebSocketOfThePage = window.WebSocket;
  window.WebSocket = class extends WebSocketOfThePage {
    constructor(...given) {
      super(...given);
      this.addEventListener("message", ({ data }) => {
        received.socket += data.byteLength ?? data.size ?? data.length;
      });
    }
  };
  for (const type of ["navigation", "resource"])
    new PerformanceObserver((list) => {
      for (const { transferSize } of list.getEntries()) received.http += transferSize || 0;
    }).observe({ type, buffered: true });

  const frames = () => {
    const found = [window];
    for (const frame of found)
      for (const inner of frame.document.querySelectorAll("iframe")) {
        try {
          if (inner.contentDocument) found.push(inner.contentWindow);
        } catch { /* of another origin: none of ours */ }
      }
    return found;
  };

  // --- WebGL: what a frame drew, and the colour in the middle of it ---------------------------

  const gl = { drawn: 0, last: 0, pixels: null, pending: false };
  for (const Context of [window.WebGL2RenderingContext, window.WebGLRenderingContext].filter(Boolean))
    for (const name of ["drawArrays", "drawElements", "drawArraysInstanced", "drawElementsInstanced"]) {
      const original = Context.prototype[name];
      if (!original) continue;
      Context.prototype[name] = function (...given) {
        original.apply(this, given);
        if (this.getParameter(this.FRAMEBUFFER_BINDING)) return; // picking and shadows
        const sizes = given.filter(Number.isFinite);
        gl.drawn += sizes[name.startsWith("drawArrays") ? 2 : 1] * (name.endsWith("Instanced") ? sizes.at(-1) : 1);
        if (gl.pending) return;
        gl.pending = true;
        queueMicrotask(() => {
          const side = 9;
          const pixels = new Uint8Array(side * side * 4);
          if (gl.wanted) this.readPixels((this.drawingBufferWidth - side) >> 1, (this.drawingBufferHeight - side) >> 1, side, side, this.RGBA, this.UNSIGNED_BYTE, pixels);
          Object.assign(gl, { last: gl.drawn, drawn: 0, pending: false, pixels: gl.wanted ? pixels : null });
        });
      };
    }
  const rgb = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  // More than half of the pixels are nearer to this colour than to the other one.
  const middleIs = (colour, other) => {
    let yes = 0;
    const far = (at, c) => rgb(c).reduce((sum, v, k) => sum + (v - gl.pixels[at + k]) ** 2, 0);
    for (let at = 0; at < gl.pixels.length; at += 4)
      if (gl.pixels[at + 3] > 40 && far(at, colour) < far(at, other)) yes += 1;
    return yes > gl.pixels.length / 8;
  };

  // --- what each tool shows -------------------------------------------------------------------

  const shows = {
    // The live map tells what it has painted: `__tvgeoMap` is made anew by each painting.
    tvgeo({ count, state }) {
      const view = [...(window.__tvgeoMaps ?? new Map()).values()][0];
      if (!view || !window.__tvgeoMap?.ready || window.__tvgeoMap === bench.before) return false;
      const { state: states, health } = view.data;
      if (count !== null && states.length - states.split(".").length + 1 !== count) return false;
      return !state || health[states.at(-1)]?.code === state;
    },
    // Leaflet's SVG: one path a work, the marker is the last of them; labels come after it.
    leaflet({ count, colour }) {
      return frames().some(({ document: inner }) => {
        const group = inner.querySelector(".leaflet-overlay-pane svg g");
        if (group?.childElementCount !== count || !inner.querySelector(".bench-label")) return false;
        return !colour || group.lastElementChild.getAttribute("stroke").toLowerCase() === colour.toLowerCase();
      });
    },
    // deck.gl: the marker lies under the middle of the map; a filter changes how much is drawn.
    deck({ colour, other }) {
      gl.wanted = Boolean(colour);
      if (!colour) return gl.last > 0 && gl.last !== bench.before;
      return Boolean(gl.pixels) && middleIs(colour, other);
    },
  };
  const painted = { tvgeo: () => window.__tvgeoMap, deck: () => gl.last, leaflet: () => null };

  // --- what a reader does ---------------------------------------------------------------------

  const named = (selector, text) =>
    [...document.querySelectorAll(selector)].find((each) => each.innerText.trim().endsWith(text));
  const reruns = () => Number(document.body.innerText.match(/clicks: (\d+)/)?.[1]);
  const script = () => document.querySelector("[data-testid=stApp]")?.dataset.testScriptState;

  window.bench = {
    received,
    frames,
    gl,
    bytes: () => received.socket + received.http,
    actions: {
      option: ({ text }) => named("[role=option], [data-testid=stSelectboxVirtualDropdown] li", text).click(),
      pill: ({ index }) => document.querySelectorAll("button[data-variant=pills]")[index].click(),
      player: ({ name }) => window.__tvgeoMap.element.querySelector(`.tv-${name}`).click(),
      button: ({ text }) => named("button", text).click(),
      // Streamlit's own key for a rerun
      rerun: () => ["keydown", "keyup"].forEach((name) =>
        document.dispatchEvent(new KeyboardEvent(name, { key: "r", code: "KeyR", keyCode: 82, which: 82, bubbles: true }))),
    },
    // Wait for a frame before whose painting `right` holds, and for the next one: then it was painted.
    until(right, start, limit) {
      return new Promise((done) => {
        const look = () => {
          const now = performance.now();
          if (right()) requestAnimationFrame(() => done(performance.now() - start));
          else if (now - start > limit) done(null);
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      });
    },
    painted: (want, limit) => bench.until(() => shows[want.tool](want), 0, limit),
    // Milliseconds until the map shows it, and until the page's script has ended as well.
    async timed(action, want, limit) {
      bench.before = painted[want.tool]();
      const [run, quiet] = [reruns(), script()];
      let ran = false;
      const runs = new MutationObserver(() => { ran ||= script() !== quiet; });
      runs.observe(document.querySelector("[data-testid=stApp]"), { attributes: true });
      if (action === "rerun") document.activeElement?.blur(); // a key in a field is no command
      const start = performance.now();
      bench.actions[action](want);
      const ms = await bench.until(() => {
        if (want.reruns === "counter") return reruns() > run && shows[want.tool](want);
        if (want.reruns === "script") return ran && script() === quiet;
        return shows[want.tool](want);
      }, start, limit);
      const done = ms === null ? null : await bench.until(() => script() === quiet, start, limit);
      runs.disconnect();
      return [ms, done ?? limit];
    },
  };
})();
