// Plays the reporting periods on the map: every step repaints in place from one document that
// holds them all (tvgeo/render/map_frames.py), asks for nothing and runs nothing on the server.
// Where it stops it tells the server the period, so that list, address and map agree again.

import { forget, read } from "./map_data.js";
import { el } from "./map_panel.js";
import { fill } from "./map_words.js";

const PACE_MS = 1500;
const TELL_MS = 400; // stepping quickly by hand, the server is told where it ends
const KEPT_STEPS = 100;
const left = new Map(); // a map's name -> the period it was playing when it left the page
const isStill = () => window.matchMedia?.("(prefers-reduced-motion: reduce)").matches ?? false;

// Each project's worst state in any period: a letter is a digit that rests on an invented figure.
function worstOf(frames) {
  const digit = (one) => (one >= "a" ? one.charCodeAt(0) - 97 : Number(one));
  return Uint8Array.from(frames[0].state, (_, i) => Math.min(...frames.map(({ state }) => digit(state[i]))));
}

export class Player {
  constructor(view) {
    this.view = view;
    this.frames = null;
    this.index = 0;
    this.playing = false;
    this.told = null; // what the server was told and has not yet answered
    this.steps = [];
    this.pace = PACE_MS;
    const button = (name, action) => (this[name] = el("button", { type: "button", class: `tv-step tv-${name}`, onclick: action }));
    this.bar = el("div", { class: "tv-player", role: "group" },
      el("div", { class: "tv-player-words" },
        (this.words = el("span", { class: "tv-player-period", "aria-live": "polite" })),
        (this.stamp = el("span", { class: "tv-player-stamp" }))),
      el("div", { class: "tv-player-row" },
        button("toggle", () => (this.playing ? this.stop() : this.start())),
        button("back", () => this.go(this.index - 1)),
        button("forward", () => this.go(this.index + 1)),
        el("div", { class: "tv-slide" },
          (this.slider = el("input", { type: "range", min: 0, step: 1, oninput: () => this.go(Number(this.slider.value)) })),
          (this.ticks = el("div", { class: "tv-ticks", "aria-hidden": "true" })))));
    this.bar.hidden = true;
    this.bar.addEventListener("keydown", (event) => this.key(event));
  }

  // --- what the server says ----------------------------------------------------------------

  // A message without what the player follows by itself: it needs no drawing anew.
  static still({ player, ...rest }) {
    return player ? { ...rest, player: { ...player, period: null, playing: null } } : rest;
  }

  // A newer document has come: what plays now stops with the frames it has.
  hear({ player }) {
    if (!player) this.off();
    else if (this.frames && player.frames !== this.address) {
      if (this.playing) this.stop();
      forget(this.address);
    }
  }

  // All frames of a document, never some of one and some of another; returns the data to draw.
  take(message, index, { frames }) {
    const { id, period, playing } = message.player;
    const first = playing && !isStill() ? frames[0].code : period; // who chooses to play sees all
    const at = this.frames ? this.code : (left.get(id) ?? first);
    left.delete(id);
    Object.assign(this, { message, plan: index, frames, address: message.player.frames });
    this.index = Math.max(0, frames.findIndex(({ code }) => code === at));
    this.marked = frames.some(({ state }) => /[a-j]/.test(state));
    this.worst = worstOf(frames);
    this.label();
    return this.data();
  }

  follow(next) {
    if (!next || !this.frames) return;
    if (this.told) {
      const heard = this.told.playing === next.playing && (next.playing || this.told.period === next.period);
      if (heard) this.told = null;
      return; // else it is an older run's
    }
    if (next.playing) {
      if (this.playing) return;
      if (isStill()) this.tell();
      else this.start({ telling: false });
    } else {
      this.pause();
      const index = this.frames.findIndex(({ code }) => code === next.period);
      if (index >= 0 && index !== this.index) this.paint(index);
    }
  }

  off() {
    this.pause();
    this.frames = this.told = null;
    left.clear();
    this.bar.hidden = true;
  }

  // The page shows another map; the same in another language goes on from here.
  leave() {
    if (this.playing) left.set(this.message.player.id, this.code);
    this.pause();
  }

  tell(later = 0) {
    this.told = { period: this.code, playing: this.playing };
    clearTimeout(this.telling);
    this.telling = setTimeout(() => this.view.send("period", this.playing ? "" : this.code), later);
  }

  // --- playing -----------------------------------------------------------------------------

  get code() { return this.frames[this.index].code; }
  get last() { return this.frames.length - 1; }

  start({ telling = true } = {}) {
    this.playing = true;
    if (telling) this.tell();
    if (this.index === this.last) this.paint(0);
    else this.wait(this.pace);
    this.say();
  }
  stop() {
    this.pause();
    this.tell();
  }
  pause() {
    clearTimeout(this.timer);
    this.playing = false;
    if (this.frames) this.say();
  }
  // A step by hand: it stops what is playing.
  go(index) {
    this.pause();
    const next = Math.max(0, Math.min(this.last, index));
    if (next !== this.index) this.paint(next);
    this.tell(TELL_MS);
  }
  wait(ms) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.paint(this.index + 1), ms);
  }

  // No period is left out: the pace counts from the last one's start, but only once it is painted.
  paint(index) {
    if (!this.view.frame.isConnected) return this.leave();
    const begun = performance.now();
    this.index = index;
    this.view.reframe(this.data());
    this.say();
    requestAnimationFrame(() => setTimeout(() => {
      const ms = performance.now() - begun;
      this.steps = [...this.steps.slice(1 - KEPT_STEPS), { period: this.code, ms }];
      this.publish();
      if (!this.playing || index !== this.index) return;
      if (index === this.last) this.stop();
      else this.wait(Math.max(0, this.pace - ms));
    }));
  }

  // What the map draws of the period: as `read` gives it, without what the filters take out.
  data() {
    const { message, plan, marked } = this;
    const { player, picture } = message;
    const frame = this.frames[this.index];
    frame.known ??= read({ ...message, ...frame }, plan);
    const { pct, slip, note, mark } = frame.known;
    const shown = (digit, i) => player.keep[i] === "1" && (!player.states || player.states.includes(Number(digit)));
    const state = Array.from(frame.known.state, (digit, i) => (shown(digit, i) ? digit : ".")).join("");
    const n = plan.projects.length - (state.match(/\./g)?.length ?? 0);
    return {
      ...plan, ...message, pct, slip, note, mark, state, marked, worst: this.worst, finished: frame.finished,
      selected: this.view.chosen ?? message.selected,
      alt: fill(player.alt, { n, period: frame.words }),
      picture: picture && { ...picture, stamp: `${frame.words} · ${frame.stamp}`, file: frame.file },
    };
  }

  // --- the bar -----------------------------------------------------------------------------

  label() {
    const { strings: s } = this.plan;
    this.bar.hidden = false;
    this.bar.setAttribute("aria-label", s.play);
    this.back.textContent = s.back;
    this.forward.textContent = s.forward;
    this.slider.max = this.last;
    this.slider.setAttribute("aria-label", s.slider);
    this.ticks.replaceChildren(...this.frames.map(({ tick }, i) =>
      el("span", { class: tick ? "tv-tick tv-tick-year" : "tv-tick", style: `--at:${this.last ? i / this.last : 0}` }, tick)));
    this.say();
  }

  say() {
    const { strings: s } = this.plan;
    const frame = this.frames[this.index];
    const text = fill(this.playing ? s.playing : s.period_shown, { period: frame.words });
    const words = frame.empty ? `${text} – ${s.missing}` : text;
    if (this.words.textContent !== words) this.words.textContent = words;
    this.stamp.textContent = frame.stamp;
    this.toggle.textContent = this.playing ? s.stop : s.play;
    this.back.setAttribute("aria-disabled", String(this.index === 0));
    this.forward.setAttribute("aria-disabled", String(this.index === this.last));
    this.slider.value = this.index;
    this.slider.setAttribute("aria-valuetext", frame.words);
    this.publish();
  }

  key(event) {
    const steps = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, Home: -Infinity, End: Infinity };
    const slider = event.target === this.slider;
    if (event.key === " " && slider) this.toggle.click();
    else if (event.key in steps && !slider) this.go(this.index + steps[event.key]);
    else return;
    event.preventDefault();
  }

  // For tests and benchmarks: where it stands, and how long each step took until it was painted.
  get published() {
    if (!this.frames) return null;
    const { index, playing, steps, code: period } = this;
    return { period, index, count: this.frames.length, playing, steps };
  }
  publish() {
    if (window.__tvgeoMap?.element === this.view.frame) window.__tvgeoMap.player = this.published;
  }
}
