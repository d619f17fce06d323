// Draws one page block from a tree of nodes ([tag, attributes, ...children], tvgeo/render/node.py).
// Everything is made with createElement and text nodes, so no string of the data can become markup.
// What may be made stands in the two lists below; the rest is left out and said in the console.

import "./menus.js";
import "./paper.js";

const words = (text) => new Set(text.split(/\s+/));

const SVG_NS = "http://www.w3.org/2000/svg";
const SVG_TAGS = words(
  "svg g path line rect circle text tspan polyline polygon defs pattern title ellipse clipPath use");
const HTML_TAGS = words(
  "div span p ul ol li a b strong em small sup h1 h2 h3 h4 table caption thead tbody tr th td " +
  "colgroup col dl dt dd section header footer details summary button blockquote figure " +
  "figcaption br nav time label textarea");
const ATTRIBUTES = words(
  "class id role title lang hidden tabindex colspan rowspan scope span datetime open type readonly " +
  "rows disabled for viewBox preserveAspectRatio focusable x y x1 x2 y1 y2 cx cy r rx ry dx dy d " +
  "points width height pathLength transform fill fill-opacity stroke stroke-width stroke-opacity " +
  "stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin opacity text-anchor " +
  "dominant-baseline font-size font-weight paint-order patternUnits patternTransform clip-path");
const OWN = words("go copy copied href style download");  // handled by name in `element`
const STYLES = /^(--[a-z-]+|width|height|left|flex-grow|grid-template-columns)$/;
const STYLE_VALUE = /^[\w\s.%,()+*/-]{0,80}$/;
// Files of this server that a block may link to; pages are reached with `go`.
const LOCAL_FILE = /^(download|api)\/[\w./?=&%-]+$/;
const PAGE = /^[a-z0-9-]*$/;
const EVERYWHERE = ["lang", "period", "sourced", "units"];  // parameters that hold on every page

const COPIED_FOR_MS = 2000;

function leftOut(what) {
  console.warn(`tvgeo: a block may not use ${what}`);
}

// --- attributes -------------------------------------------------------------------------------

function setStyle(node, text) {
  for (const part of String(text).split(";")) {
    const colon = part.indexOf(":");
    if (colon < 0) continue;
    const name = part.slice(0, colon).trim();
    const value = part.slice(colon + 1).trim();
    if (STYLES.test(name) && STYLE_VALUE.test(value) && !/url/i.test(value)) {
      node.style.setProperty(name, value);
    } else {
      leftOut(`style ${name}`);
    }
  }
}

function setHref(node, href) {
  if (node.localName === "use") {
    if (/^#[\w-]+$/.test(href)) node.setAttribute("href", href);
  } else if (node.localName === "a" && /^https?:\/\//i.test(href)) {
    node.href = href;
    node.target = "_blank";
    node.rel = "noopener noreferrer";
  } else if (node.localName === "a" && LOCAL_FILE.test(href) && !href.includes("..")) {
    node.href = new URL(href, document.baseURI).href;
  } else {
    leftOut(`the address ${href}`);
  }
}

function setAttributes(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false || OWN.has(name)) continue;
    if (!ATTRIBUTES.has(name) && !/^(aria|data)-[a-z-]+$/.test(name)) {
      leftOut(`the attribute ${name}`);
    } else if (/url\s*\(/i.test(value) && !/^url\(#[\w-]+\)$/.test(value) && node.namespaceURI === SVG_NS) {
      leftOut(`the value of ${name}`);
    } else {
      node.setAttribute(name, value === true ? "" : String(value));
    }
  }
  if (attributes.style) setStyle(node, attributes.style);
  if (attributes.href) setHref(node, attributes.href);
  if (attributes.download && node.localName === "a") node.download = attributes.download;
}

// --- links, buttons, copying ------------------------------------------------------------------

function pageAddress({ page, params }) {
  const url = new URL(`./${page}`, document.baseURI);
  url.search = new URLSearchParams(params ?? {}).toString();
  url.hash = "";
  return url.href;
}

// Goes to a page as "Back" would: its address says all there is to it, besides what holds on
// every page. Through the server the way would stand in the history as two entries.
function travel(go) {
  const app = document.querySelector("[data-testid=stApp]");
  if (!app) return false;
  const here = new URLSearchParams(location.search);
  const shared = EVERYWHERE.filter((name) => here.has(name)).map((name) => [name, here.get(name)]);
  // without a server the page stays, and says why (connection.js)
  if (app.dataset.testConnectionState !== "CONNECTED") return true;
  const params = { ...Object.fromEntries(shared), ...go.params };
  history.pushState({}, "", pageAddress({ page: go.page, params }));
  window.dispatchEvent(new PopStateEvent("popstate", { state: {} }));
  return true;
}

function wireGo(node, go, send) {
  const leads = go.page !== undefined;
  if (leads && (node.localName !== "a" || !PAGE.test(go.page))) return leftOut(`go to ${go.page}`);
  node.dataset.key ||= JSON.stringify(go);  // focus finds its way back even where nobody named it
  if (leads) {
    node.href = pageAddress(go);
    node.addEventListener("click", (event) => {
      const plain = event.button === 0 &&
        !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
      if (!plain) return;  // a new tab or window: the browser follows the real address
      event.preventDefault();
      event.stopPropagation();
      if (!travel(go)) send(go);
    });
    return undefined;
  }
  node.classList.add("selects");
  node.addEventListener("click", (event) => {
    event.stopPropagation();
    send(go);
  });
  if (node.localName === "button") {
    node.type = "button";
    return undefined;
  }
  node.tabIndex = 0;
  if (!node.hasAttribute("role") && node.localName !== "tr") node.setAttribute("role", "button");
  node.addEventListener("keydown", (event) => {
    if (event.target !== node || (event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();  // Space would scroll the page
    send(go);
  });
  return undefined;
}

async function copyText(text, root) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Plain http on an office network has no clipboard API: select and copy the old way.
    const field = document.createElement("textarea");
    field.value = text;
    field.className = "off-screen";
    root.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }
}

function wireCopy(node, text, copied) {
  const both = document.createElement("span");
  both.className = "copying";
  const said = document.createElement("span");
  said.className = "copied";
  said.setAttribute("role", "status");
  let timer;
  node.dataset.key ||= "copy";
  node.addEventListener("click", async (event) => {
    event.preventDefault();
    event.stopPropagation();
    const done = await copyText(text, node.parentNode);
    node.focus({ preventScroll: true });
    said.textContent = done ? copied : "";
    clearTimeout(timer);
    timer = setTimeout(() => { said.textContent = ""; }, COPIED_FOR_MS);
  });
  both.append(node, said);
  return both;
}

// --- the tree ---------------------------------------------------------------------------------

function element(tag, attributes, send) {
  const svg = SVG_TAGS.has(tag);
  if (!svg && !HTML_TAGS.has(tag)) return leftOut(`the tag ${tag}`) ?? null;
  const node = svg ? document.createElementNS(SVG_NS, tag) : document.createElement(tag);
  if (tag === "button") node.type = "button";
  setAttributes(node, attributes);
  if (attributes.go) wireGo(node, attributes.go, send);
  return node;
}

export function append(parent, child, send) {
  if (child === null || child === undefined) return;
  if (!Array.isArray(child)) {
    parent.append(document.createTextNode(String(child)));
    return;
  }
  const [tag, attributes, ...children] = child;
  const node = element(tag, attributes ?? {}, send);
  if (!node) return;
  for (const each of children) append(node, each, send);
  const copies = attributes?.copy !== undefined && attributes.copy !== null;
  parent.append(copies ? wireCopy(node, String(attributes.copy), attributes.copied ?? "") : node);
}

// --- what survives new data -------------------------------------------------------------------

const keyed = (root) => root.querySelectorAll("[data-key]");

function remember(root) {
  const focus = root.getRootNode().activeElement?.closest?.("[data-key]")?.dataset.key;
  const places = new Map();
  for (const node of keyed(root)) {
    const open = node.localName === "details" ? node.open : undefined;
    if (node.scrollTop || node.scrollLeft || open !== undefined) {
      places.set(node.dataset.key, [node.scrollTop, node.scrollLeft, open]);
    }
  }
  return { focus, places };
}

function restore(root, { focus, places }) {
  for (const node of keyed(root)) {
    const place = places.get(node.dataset.key);
    if (place) {
      if (place[2] !== undefined) node.open = place[2];
      [node.scrollTop, node.scrollLeft] = place;
    }
    if (focus !== undefined && node.dataset.key === focus) {
      node.focus({ preventScroll: true });
      focus = undefined;
    }
  }
}

// --- the component ----------------------------------------------------------------------------

function styled(host, address) {
  const href = new URL(address, document.baseURI).href;
  const root = host.parentNode;
  const old = root.querySelector("link[data-block]");
  if (old?.href === href) return old.ready ?? Promise.resolve();
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.dataset.block = "";
  // A block without its styles is still readable, so an error paints as well.
  link.ready = new Promise((done) => {
    link.addEventListener("load", done, { once: true });
    link.addEventListener("error", done, { once: true });
  });
  link.href = href;
  root.insertBefore(link, host);
  return link.ready.then(() => old?.remove());
}

const latest = new WeakMap();  // host → the newest data, so that an older paint never comes last

// A row chosen elsewhere (on the map, by a link) comes into sight in its list; the page stays.
function reveal(host) {
  const row = host.querySelector(".list-scroll .chosen");
  const chosen = row?.dataset.key ?? "";
  if (host.dataset.chosen === chosen) return;
  host.dataset.chosen = chosen;
  const list = row?.closest(".list-scroll");
  if (!list) return;
  const [r, l] = [row.getBoundingClientRect(), list.getBoundingClientRect()];
  if (r.top < l.top + r.height || r.bottom > l.bottom) list.scrollTop += r.top - l.top - l.height / 2;
}

export default function block({ parentElement, data, setTriggerValue }) {
  const host = parentElement.querySelector(".tvb");
  if (!host) return undefined;
  latest.set(host, data);
  styled(host, data.css).then(() => {
    if (latest.get(host) !== data) return;
    const before = remember(host);
    const fresh = document.createDocumentFragment();
    append(fresh, data.tree, (go) => setTriggerValue("go", go));
    host.replaceChildren(fresh);
    restore(host, before);
    reveal(host);
  });
  return undefined;
}
