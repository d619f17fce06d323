// Words of the map: sentences come from the catalogue (data.strings), numbers from Intl.

export const fill = (sentence, values) => (sentence ?? "").replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

// Control, direction-changing and other hidden characters as codes, as the catalogue shows them.
export const visible = (text) =>
  text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (one) => `[U+${one.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}]`);

const formats = new Map();
const number = (lang, value, digits) => {
  const key = `${lang}${digits}`;
  if (!formats.has(key))
    formats.set(key, new Intl.NumberFormat(lang, { minimumFractionDigits: digits, maximumFractionDigits: digits }));
  return formats.get(key).format(value);
};
// Percentages come in tenths; whole only at 0% and 100%.
export const percent = (lang, tenths) => `${number(lang, tenths / 10, tenths === 0 || tenths === 1000 ? 0 : 1)}%`;
const points = (lang, tenths) => number(lang, Math.abs(tenths) / 10, 1);
const signed = (lang, tenths) => `${tenths > 0 ? "+" : tenths < 0 ? "\u2212" : ""}${points(lang, tenths)}`;
const km = (lang, metres) => number(lang, metres / 1000, metres % 1000 ? 1 : 0);

const behind = (state) => state >= 0 && state <= 3;

// Everything about one project that a label or a tooltip says.
export class Words {
  constructor(data) {
    this.data = data;
    this.s = data.strings;
  }

  mark(i) {
    return this.data.mark[i] === "*" ? "*" : "";
  }

  name(i, feature) {
    const { data } = this;
    const name = data.names[i] ?? feature?.p.name_vi ?? data.projects[i];
    return this.uncertain(visible(name), feature);
  }

  // A name with how far its drawing can be trusted: "(sơ đồ)", "(±4 km)".
  uncertain(name, feature) {
    const { data, s } = this;
    if (feature?.p.method !== "schematic") return name;
    return feature.shape === "point"
      ? fill(s.name_uncertain, { name, km: km(data.lang, feature.p.accuracy_m ?? 0) })
      : fill(s.name_schematic, { name });
  }

  slippage(i, { long = false } = {}) {
    const { data, s } = this;
    const slip = data.slip[i];
    if (slip === null || slip === undefined) return "";
    if (slip === 0) return long ? s.on_plan : "";
    const sentence = slip < 0 ? (long ? s.behind_long : s.behind) : long ? s.ahead_long : s.ahead;
    return fill(sentence, { x: points(data.lang, slip) });
  }

  percent(i) {
    const pct = this.data.pct[i];
    return pct === null || pct === undefined ? "" : percent(this.data.lang, pct) + this.mark(i);
  }

  // Two periods compared: "+12,5 điểm %*" for a label, "tăng 12,5 điểm %*" for a tooltip.
  change(i, { long = false } = {}) {
    const { data, s } = this;
    const tenths = data.slip[i];
    const { label, code } = data.changes[data.change[i]];
    if (code === "none") return label;
    if (!tenths) return label + this.mark(i);
    if (!long) return fill(s.change_signed, { points: signed(data.lang, tenths) }) + this.mark(i);
    return fill(tenths > 0 ? s.change_more : s.change_less, { x: points(data.lang, tenths) }) + this.mark(i);
  }

  // "24,0%* → 52,0%": each figure with a mark of its own.
  pair(i) {
    const { data, s } = this;
    const one = (tenths, bit) => (tenths === null ? s.missing : percent(data.lang, tenths) + (data.marks[i] & bit ? "*" : ""));
    return fill(s.change_pair, { before: one(data.was[i], 1), after: one(data.pct[i], 2) });
  }

  // The second line of a label; the server may say it in its own words (data.note).
  second(i, feature, state) {
    const { data, s } = this;
    if (data.mode === "change") return data.pct[i] === null && feature.shape === "point" ? "" : this.change(i);
    const note = data.note[i];
    if (data.mode !== "completion" && note !== undefined) return note;
    const pct = this.percent(i);
    if (!pct) return data.health[state]?.code === "no_data" && feature.shape !== "point" ? s.no_data : "";
    if (data.mode === "completion" || !behind(state)) return pct;
    return [pct, this.slippage(i)].filter(Boolean).join(" · ");
  }

  // Lines of a tooltip below the name.
  details(i, feature, state) {
    const { data, s } = this;
    const lines = [];
    const note = data.note[i];
    const change = data.mode === "change";
    const figures = change
      ? data.pct[i] === null ? "" : this.pair(i)
      : [this.percent(i), this.slippage(i, { long: true })].filter(Boolean).join(" · ");
    if (figures) lines.push(figures);
    if (note !== undefined && note !== figures) lines.push(note);
    if (this.mark(i)) lines.push(s.mark_note);
    const metres = feature?.p.accuracy_m;
    if (metres && feature.p.method === "schematic")
      lines.push(fill(feature.shape === "point" ? s.uncertain : s.schematic, { km: km(data.lang, metres) }));
    else if (metres) lines.push(fill(s.accuracy, { m: number(data.lang, metres, 0) }));
    return { state: change ? this.change(i, { long: true }) : (data.health[state]?.label ?? ""), lines };
  }
}
