// What the server tells: the index, fetched once, and the message of a run are read into one
// `data`, which all drawing code knows. Both are described in tvgeo/render/map_payload.py.

import * as G from "./map_geometry.js";

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const VALUE = Object.fromEntries([...DIGITS].map((digit, value) => [digit, value]));
const MISSING = 63;
const LISTS = ["projects", "names", "layers", "health", "classes", "bounds", "maxBounds"];
const files = new Map(); // address -> promise of what lies there

export const asset = (name) => new URL(name, import.meta.url).href;
export const absolute = (address) => new URL(address, document.baseURI).href;

// One file a tab; what failed may be asked for again.
function once(key, address, read) {
  if (!files.has(key)) {
    files.set(key, fetch(address).then(async (response) => {
      if (!response.ok) throw new Error(`${response.status} ${address}`);
      return read(await response.json());
    }));
    files.get(key).catch(() => files.delete(key));
  }
  return files.get(key);
}

export const fetchIndex = (address) => once(address, absolute(address), checked);
export const fetchFrames = (address) => once(address, absolute(address), framed);
export const forget = (address) => files.delete(address);
export const fetchInset = () => once("inset", asset("inset.json"), (shape) => shape);
export const fetchLayer = ({ id, url, role }) => once(`${url} ${role}`, absolute(url), (json) => G.parse(json, id, role));

function demand(condition, what) {
  if (!condition) throw new Error(`the map was told something else than expected: ${what}`);
}

function checked(index) {
  for (const name of LISTS) demand(Array.isArray(index?.[name]), name);
  const count = index.projects.length;
  for (const name of ["names", "minor", "study"]) demand(index[name]?.length === count, name);
  demand(index.strings && index.colours, "strings, colours");
  return index;
}

function framed(film) {
  demand(film?.frames?.length && film.frames.every(({ code, words, finished }) => code && words && finished), "frames");
  return film;
}

// A packed column as numbers, null where there is none: that shows in the first digit, and the
// further ones are told of the others only.
export function unpacked(text, count) {
  demand(typeof text === "string", "a column");
  const digits = Array.from(text, (digit) => VALUE[digit]);
  demand(!digits.includes(undefined), "a digit");
  const numbers = digits.slice(0, count).map((digit) => (digit === MISSING ? null : digit));
  const known = [...numbers.keys()].filter((i) => numbers[i] !== null);
  const more = digits.length - count;
  demand(numbers.length === count && more % (known.length || Infinity) === 0, "a column");
  for (let at = count; at < digits.length; at += known.length)
    known.forEach((i, k) => (numbers[i] = 64 * numbers[i] + digits[at + k]));
  return numbers.map((n) => (n === null ? null : n % 2 ? -(n + 1) / 2 : n / 2));
}

// Two periods: the place of each project's class of change, its figure before, which are invented.
function compared(message, index, column) {
  const change = [...(message.change ?? "")].map((digit) => parseInt(digit, 36));
  demand(change.length === index.projects.length && change.every((place) => index.changes?.[place]), "change");
  demand(message.marks?.length === change.length, "marks");
  const [pct, slip] = [column("pct"), column("slip")];
  // told is only what is more than the later figure less the change
  const was = column("was").map((more, i) => (more === null ? null : more + (pct[i] ?? 0) - (slip[i] ?? 0)));
  return { change, marks: [...message.marks].map(Number), was };
}

// "3" is a state, "d" the same state resting on an invented figure, "." no state at all.
export function read(message, index) {
  const count = index.projects.length;
  const column = (name) => unpacked(message[name], count);
  demand(message.state?.length === count && /^[0-9a-j.]*$/.test(message.state), "state");
  return {
    ...index,
    ...message,
    state: message.state.replace(/[a-j]/g, (letter) => letter.charCodeAt(0) - 97),
    mark: message.state.replace(/./g, (one) => (one >= "a" ? "*" : " ")),
    pct: column("pct"),
    slip: column("slip"),
    note: column("note").map((place) => message.notes[place]),
    ...(message.mode === "change" ? compared(message, index, column) : {}),
  };
}
