// Shows the plates of a briefing, or its one-file map, before they are taken along. The pictures
// are made when they are asked for, one after the other; each opens larger in a dialog.
// Told by tvgeo/ui/components/gallery.py. All texts become text nodes.

const ADDRESS = /^preview\/[0-9a-f]+\/[\w.-]+$/;

const el = (tag, attributes = {}, ...children) => {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
};

function absolute(address) {
  if (!ADDRESS.test(address)) throw new Error(`tvgeo: no preview lies at ${address}`);
  return new URL(address, document.baseURI).href;
}

function styled(host, address) {
  const root = host.parentNode;
  const href = new URL(address, document.baseURI).href;
  if (root.querySelector("link")?.href === href) return;
  root.querySelector("link")?.remove();
  const link = el("link", { rel: "stylesheet" });
  link.href = href;
  root.insertBefore(link, host);
}

// --- pictures ---------------------------------------------------------------------------------

class Gallery {
  constructor(host, { pictures, words }) {
    this.words = words;
    this.pictures = pictures;
    this.figures = pictures.map((picture, place) => this.figure(picture, place));
    this.dialog = this.enlarged();
    host.replaceChildren(el("div", { class: "plates" }, ...this.figures.map(({ node }) => node)), this.dialog);
    this.load();
  }

  figure({ address, title, alt }, place) {
    const image = el("img", { alt: "", width: 1920, height: 1080 });
    const state = el("span", { class: "state", role: "status" });
    const button = el("button", { type: "button", disabled: "", "aria-label": `${title}. ${this.words.open}`, onclick: () => this.open(place) },
      image, state);
    const node = el("figure", {}, button, el("figcaption", {}, title));
    return { node, image, state, button, address, alt, title };
  }

  // One at a time: they come from the same making, and a browser has few connections.
  async load() {
    for (const figure of this.figures) {
      if (this.gone) return;
      figure.state.textContent = this.words.drawing;
      if (!(await this.fetched(figure))) return;
    }
  }

  async fetched(figure, again = "") {
    const { image, state, button, address, alt } = figure;
    const done = new Promise((resolve) => {
      image.onload = () => resolve(true);
      image.onerror = () => resolve(false);
    });
    image.src = absolute(address) + again;
    if (await done) {
      state.textContent = "";
      image.alt = alt;
      button.disabled = false;
      return true;
    }
    if (!this.gone) this.failed(figure);
    return false;
  }

  failed(figure) {
    const again = el("button", { type: "button", class: "again" }, this.words.retry);
    again.addEventListener("click", async () => {
      again.remove();
      figure.state.textContent = this.words.drawing;
      if (await this.fetched(figure, `?${Date.now()}`)) this.load();
    });
    figure.state.textContent = this.words.failed;
    figure.node.insertBefore(again, figure.node.lastChild);
  }

  enlarged() {
    const { words } = this;
    const button = (text, action) => el("button", { type: "button", onclick: action }, text);
    this.large = el("img", { width: 1920, height: 1080 });
    this.caption = el("p");
    const steps = [button(words.previous, () => this.step(-1)), button(words.next, () => this.step(1))];
    const dialog = el("dialog", {}, el("div", { class: "pan", tabindex: "0" }, this.large),
      el("div", { class: "bar" }, this.caption,
        ...(this.pictures.length > 1 ? steps : []), button(words.close, () => dialog.close())));
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    dialog.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      this.step(step);
    });
    return dialog;
  }

  open(place) {
    const { image, title, alt } = this.figures[place];
    this.place = place;
    this.large.src = image.src;
    this.large.alt = alt;
    this.caption.textContent = title;
    if (!this.dialog.open) this.dialog.showModal();
  }

  step(by) {
    const ready = this.figures.map(({ button }, place) => (button.disabled ? -1 : place)).filter((place) => place >= 0);
    const next = ready[(ready.indexOf(this.place) + by + ready.length) % ready.length];
    this.open(next);
  }

  leave() {
    this.gone = true;
    for (const { image } of this.figures) if (!image.complete) image.removeAttribute("src");
  }
}

// --- the map in a frame that shares nothing with this page -------------------------------------

function framed(host, { address, title }) {
  const frame = el("iframe", { title, sandbox: "allow-scripts", referrerpolicy: "no-referrer", loading: "lazy" });
  frame.src = absolute(address);
  host.replaceChildren(frame);
}

const shown = new WeakMap(); // host → what it shows, so that a run without news draws nothing anew

export default function gallery({ parentElement, data }) {
  const host = parentElement.querySelector(".tvg");
  if (!host) return undefined;
  styled(host, data.css);
  const text = JSON.stringify([data.pictures, data.frame, data.words]);
  const before = shown.get(host);
  if (before?.text !== text) {
    before?.gallery?.leave();
    if (data.frame) framed(host, data.frame);
    shown.set(host, { text, gallery: data.frame ? null : new Gallery(host, data) });
  }
  return () => {
    // called before new data too: only a host that is gone from the page stops loading
    setTimeout(() => host.isConnected || shown.get(host)?.gallery?.leave());
  };
}
