// The slideshow: slides over the whole window, drawn as `block.js` draws blocks, and one live map
// (`map.js`) that stays the same while stepping. Everything is sent at once, so that stepping asks
// nobody. Told by tvgeo/ui/components/slideshow.py.

import { append } from "./block.js";
import show from "./map.js";

const PARAMETER = "slide";
const SWIPE = 50; // px
const STEPS = { ArrowRight: 1, ArrowDown: 1, PageDown: 1, " ": 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1 };

const el = (tag, attributes = {}, ...children) => {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
};

function styled(host, addresses) {
  const root = host.parentNode;
  const wanted = addresses.map((address) => new URL(address, document.baseURI).href);
  const old = [...root.querySelectorAll("link")];
  if (old.map(({ href }) => href).join() === wanted.join()) return Promise.resolve();
  const links = wanted.map((href) => {
    const link = el("link", { rel: "stylesheet" });
    const ready = new Promise((done) => { link.onload = link.onerror = done; });
    link.href = href;
    root.insertBefore(link, host);
    return ready;
  });
  return Promise.all(links).then(() => old.forEach((link) => link.remove()));
}

class Slideshow {
  constructor(host) {
    this.host = host;
    this.listening = new AbortController();
    const { signal } = this.listening;
    this.slides = el("div", { class: "tvb tvs-slides" });
    this.map = el("div", { class: "tvs-map" }, el("div", { class: "tv-map" }));
    this.stamp = el("span", { class: "tvs-stamp" });
    this.mark = el("strong", { class: "tvs-mark" });
    this.position = el("span", { class: "tvs-position", "aria-live": "polite" });
    const button = (name, text, action) => (this[`${name}Button`] = el("button", { type: "button", class: `tvs-${name}`, onclick: action }, text));
    this.foot = el("div", { class: "tvb tvs-foot" }, this.stamp, this.mark, this.position,
      el("span", { class: "tvs-buttons" },
        button("previous", "‹", () => this.go(this.n - 1)), button("next", "›", () => this.go(this.n + 1)),
        button("full", "⛶", () => this.full()), button("leave", "×", () => this.leave())));
    this.stage = el("div", { class: "tvs-stage" }, this.slides, this.map, this.foot);
    host.replaceChildren(this.stage);
    window.addEventListener("keydown", (event) => this.key(event), { capture: true, signal });
    this.slides.addEventListener("click", (event) => this.click(event));
    this.slides.addEventListener("touchstart", (event) => this.touch(event), { passive: true });
    this.slides.addEventListener("touchend", (event) => this.touch(event), { passive: true });
  }

  update(data, send) {
    this.send = send;
    const text = JSON.stringify(data);
    if (text === this.drawnFrom) return;
    this.drawnFrom = text;
    this.data = data;
    this.stage.lang = document.documentElement.lang = data.lang;
    const fresh = document.createDocumentFragment();
    append(fresh, data.tree, () => {});
    this.slides.replaceChildren(...fresh.firstChild.childNodes);
    this.stamp.textContent = data.stamp;
    for (const [name, word] of Object.entries(data.words)) {
      const button = this[`${name}Button`];
      button.setAttribute("aria-label", word);
      button.title = word;
    }
    this.fullButton.hidden = !document.fullscreenEnabled;
    this.go(Number(new URLSearchParams(location.search).get(PARAMETER)) || 1);
  }

  // Slides count from 1; past the ends it stays where it is.
  go(wanted) {
    const { data } = this;
    const count = data.marks.length;
    this.n = Math.min(Math.max(Math.trunc(wanted), 1), count);
    const place = this.n - 1;
    [...this.slides.children].forEach((slide, i) => { slide.hidden = i !== place; });
    this.slides.scrollTop = this.stage.scrollTop = 0;
    this.mark.textContent = data.marks[place];
    this.mark.hidden = !data.marks[place];
    this.position.textContent = data.position.replace("{i}", this.n);
    this.position.setAttribute("aria-label", `${this.position.textContent}. ${data.titles[place]}`);
    this.previousButton.disabled = this.n === 1;
    this.nextButton.disabled = this.n === count;
    const address = new URL(location.href);
    address.searchParams.set(PARAMETER, this.n);
    if (address.href !== location.href) history.replaceState(history.state, "", address);
    this.showMap(data.maps[place]);
  }

  showMap(own) {
    this.stage.classList.toggle("tvs-with-map", Boolean(own));
    const message = { focus: null, ...this.data.map, ...own };
    this.leaveMap = show({ data: message, parentElement: this.map, setTriggerValue: () => {} });
    this.zoom(message);
  }

  // Moves the map to the works of the slide, once it has drawn them; again when its size changes.
  zoom(message) {
    this.message = message;
    this.sizes?.disconnect();
    const moved = () => {
      const view = window.__tvgeoMaps?.get(message.mapId);
      if (this.message !== message || view?.message !== message || !view.drawnFrom) return false;
      const [west, south, east, north] = message.focus ?? view.data.bounds;
      view.fitting = true;
      view.map.fitBounds([[south, west], [north, east]], { animate: false, padding: [16, 16] });
      view.fitting = view.touched = false;
      view.redraw();
      return true;
    };
    const wait = () => {
      if (this.message !== message || this.listening.signal.aborted) return;
      if (!moved()) return requestAnimationFrame(wait);
      this.sizes = new ResizeObserver(() => requestAnimationFrame(moved));
      this.sizes.observe(this.map);
    };
    wait();
  }

  // --- stepping ----------------------------------------------------------------------------

  key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const [target, ...around] = event.composedPath();
    const { key } = event;
    const presses = key === " " && /^(button|a|input)$/.test(target.localName ?? "");
    if (presses || around.some((node) => node.classList?.contains("tv-list"))) return;
    const count = this.data.marks.length;
    const step = STEPS[key];
    if (step) this.scrolls(key, step) || this.go(this.n + step);
    else if (key === "Home") this.go(1);
    else if (key === "End") this.go(count);
    else if (key === "f" || key === "F") this.full();
    else if (key === "Escape" && !document.fullscreenElement) this.leave();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  // A slide that is longer than the window is read to its end before the next one comes.
  scrolls(key, step) {
    if (key === "ArrowRight" || key === "ArrowLeft") return false;
    const long = [this.slides, this.stage].find((node) => getComputedStyle(node).overflowY === "auto" && node.scrollHeight > node.clientHeight + 1);
    if (!long) return false;
    const { scrollTop, clientHeight, scrollHeight } = long;
    const left = step > 0 ? scrollHeight - clientHeight - scrollTop : scrollTop;
    if (left < 1) return false;
    long.scrollBy({ top: step * clientHeight * 0.8 });
    return true;
  }

  click(event) {
    if (event.target.closest("a, button") || String(getSelection())) return;
    if (!this.swiped) this.go(this.n + 1);
    this.swiped = false;
  }

  touch(event) {
    const { clientX: x, clientY: y } = event.changedTouches[0];
    if (event.type === "touchstart") {
      this.from = event.touches.length === 1 ? { x, y } : null;
      this.swiped = false;
      return;
    }
    if (!this.from) return;
    const [dx, dy] = [x - this.from.x, y - this.from.y];
    // a finger that scrolls the slide is no click on it either
    this.swiped = Math.hypot(dx, dy) > 10;
    if (Math.abs(dx) > SWIPE && Math.abs(dx) > 1.5 * Math.abs(dy)) this.go(this.n - Math.sign(dx));
  }

  full() {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen?.().catch(() => {});
  }

  leave() {
    if (document.fullscreenElement) document.exitFullscreen();
    this.send("go", this.data.leave);
  }

  end() {
    this.listening.abort();
    this.sizes?.disconnect();
    this.leaveMap?.();
  }
}

const running = new WeakMap(); // host → its slideshow

export default function slideshow({ parentElement, data, setTriggerValue }) {
  const host = parentElement.querySelector(".tvs");
  if (!host) return undefined;
  styled(host, data.css).then(() => {
    if (!host.isConnected) return;
    if (!running.has(host)) running.set(host, new Slideshow(host));
    running.get(host).update(data, setTriggerValue);
  });
  return () => {
    // called before new data too: it ends only when its place is gone from the page
    setTimeout(() => {
      if (host.isConnected) return;
      running.get(host)?.end();
      running.delete(host);
    });
  };
}
