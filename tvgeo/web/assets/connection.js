// Watches over a page: says when the server or its database cannot be reached and when there is a newer revision,
// brings the page up to date when the server is back, completes its address.
// It asks Streamlit by the messages meant for whoever embeds a page (`tvgeo/web/host_config.py`).

import { nameTheRest } from "./navigation.js";

const SHOWN_AFTER_MS = 1000;  // most losses are over before anybody would read of them
const SIGN_OF_LIFE_MS = 10000;  // a server that is silent for longer is gone
const STUCK_AFTER_MS = 4000;  // a click that nothing answers: ask for a sign of life
const ASK_EVERY_MS = 30000;
const CATCHING_UP = 3;  // times a page asks to be drawn anew after a loss, until it is heard
const OWN = ["slide"];  // of the address: what the browser itself keeps right, without the server

const STYLE = `
:host { position: fixed; z-index: 1000000; inset: auto 16px 16px 16px; display: flex;
  justify-content: center; pointer-events: none; }
div { pointer-events: auto; display: flex; flex-wrap: wrap; align-items: center; gap: 4px 16px;
  max-width: 720px; padding: 10px 16px; border-radius: 4px; background: #1B2A33; color: #FFFFFF;
  font: 14px/1.45 "Source Sans", sans-serif; box-shadow: 0 2px 8px rgb(27 42 51 / .3); }
div:has(> :first-child:empty) { padding: 0; background: none; box-shadow: none; }
button { font: inherit; font-weight: 600; min-height: 32px; padding: 0 4px; border: 0;
  background: none; color: inherit; text-decoration: underline; cursor: pointer; }
button:focus-visible { outline: 2px solid #FFFFFF; outline-offset: 2px; }
button[hidden] { display: none; }
@media print { :host { display: none; } }`;

let shown;  // what the page was drawn with: see tvgeo/ui/components/connection.py
let bar;
let lost = false;
let walked = false;  // back or forward without a server
let behind = 0;  // after a loss: how often the page may still ask to be drawn anew
let away = "";  // what is said while the database of the server is away
let newer = null;  // the message of a revision that is newer than the one that is shown

function ask(type, more = {}) {
  window.postMessage({ stCommVersion: 1, type, ...more }, location.origin);
}

const app = () => document.querySelector("[data-testid=stApp]");
const isConnected = () => app()?.dataset.testConnectionState === "CONNECTED";
const runs = () => app()?.dataset.testScriptState;

// --- the bar ----------------------------------------------------------------------------------

function build() {
  const host = document.createElement("tv-connection");
  const root = host.attachShadow({ mode: "open" });
  const style = document.createElement("style");
  style.textContent = STYLE;
  const box = document.createElement("div");
  const text = document.createElement("span");
  text.setAttribute("role", "status");
  const button = document.createElement("button");
  button.type = "button";
  button.addEventListener("click", () => ask("RERUN_SCRIPT"));
  box.append(text, button);
  root.append(style, box);
  document.body.append(host);
  return { host, text, button };
}

function say() {
  bar ??= build();
  const message = lost ? shown.offline : away || (newer?.[shown.lang] ?? "");
  bar.host.lang = shown.lang;
  if (bar.text.textContent !== message) bar.text.textContent = message;
  bar.button.textContent = shown.show;
  bar.button.hidden = lost || Boolean(away) || !newer;
}

// --- the connection ---------------------------------------------------------------------------

let saysSo, stuck;

function watch() {
  if (isConnected()) {
    clearTimeout(saysSo);
    saysSo = undefined;
    if (lost) {
      lost = false;
      say();
    }
  } else {
    saysSo ??= setTimeout(() => { lost = true; say(); }, SHOWN_AFTER_MS);
  }
  clearTimeout(stuck);
  if (runs() === "rerunRequested") {
    stuck = setTimeout(signOfLife, STUCK_AFTER_MS);
    behind = 0;
  }
  catchUp();
}

// Half of a connection may be gone without a word: no answer makes Streamlit connect anew.
function signOfLife() {
  if (isConnected()) ask("SEND_APP_HEARTBEAT", { ackTimeoutMilliseconds: SIGN_OF_LIFE_MS });
}

// What is published may have changed meanwhile, and a new server knows nothing of this page. Where
// the reader has gone back or forward without a server, the page follows now.
function onMessage({ source, data }) {
  if (source !== window || data?.type !== "WEBSOCKET_CONNECTED" || !shown) return;
  if (walked) return window.dispatchEvent(new PopStateEvent("popstate", { state: history.state }));
  behind = CATCHING_UP;
  catchUp();
}

// What comes first from a server that is back may be half a run: the loss had ended it. Streamlit
// hears of no other run while that one comes in, so the page asks when it is through.
function catchUp() {
  if (!behind || !isConnected() || runs() !== "notRunning") return;
  behind -= 1;
  ask("RERUN_SCRIPT");
}

// --- newer revisions --------------------------------------------------------------------------

async function lookForNewer() {
  try {
    const answer = await fetch(new URL("api/v1/revision", document.baseURI), {
      cache: "no-cache", signal: AbortSignal.timeout(SIGN_OF_LIFE_MS) });
    if (!answer.ok) return undefined;
    const { revision, message, away: gone } = await answer.json();
    const isBack = Boolean(away) && !gone;
    away = gone?.[shown.lang] ?? "";
    // a page that could not be drawn, or not be read by anybody, may be drawn now
    if (shown.revision === null || isBack) return ask("RERUN_SCRIPT");
    newer = revision === shown.revision ? null : message;
    say();
  } catch {
    signOfLife();  // the bar follows what comes of it
  }
}

const isLookedAt = () => document.visibilityState === "visible";

function look() {
  if (!isLookedAt()) return;
  signOfLife();
  lookForNewer();
}

// --- the address ------------------------------------------------------------------------------

function complete({ page, query }) {
  const isHere = location.pathname.split("/").pop() === page;
  if (query === null || !isHere) return;
  const [said, stands] = [new URLSearchParams(query), new URLSearchParams(location.search)];
  for (const name of OWN) if (stands.has(name)) said.set(name, stands.get(name));
  if (`${said}` === `${stands}`) return;
  history.replaceState(history.state, "", `${location.pathname}?${said}${location.hash}`);
}

function start() {
  new MutationObserver(watch).observe(document.body, { subtree: true,
    attributeFilter: ["data-test-connection-state", "data-test-script-state"] });
  window.addEventListener("message", onMessage);
  window.addEventListener("popstate", () => { walked = !isConnected(); });
  window.addEventListener("online", look);
  window.addEventListener("offline", signOfLife);
  document.addEventListener("visibilitychange", look);
  setInterval(() => { if (isLookedAt()) signOfLife(); }, ASK_EVERY_MS);
  setInterval(() => { if (isLookedAt()) lookForNewer(); }, shown.every);
}

export default function connection({ parentElement, data }) {
  // After an upgrade of the server the page runs the program of before.
  if (shown && shown.module !== data.module) return location.reload();
  const isFirst = !shown;
  shown = data;
  if (isFirst) start();
  away = data.away;
  newer = null;
  // Streamlit's page says lang="en"; a screen reader must read Vietnamese as Vietnamese.
  document.documentElement.lang = data.lang;
  nameTheRest(data.more);
  complete(data);
  say();
  parentElement.querySelector(".tvb").replaceChildren(document.createElement("span"));
  return undefined;
}
