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

  // The second line of a label; the server may say it in its own words (data.note).
  second(i, feature, state) {
    const { data, s } = this;
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
    const figures = [this.percent(i), this.slippage(i, { long: true })].filter(Boolean).join(" · ");
    if (figures) lines.push(figures);
    if (note !== undefined && note !== figures) lines.push(note);
    if (this.mark(i)) lines.push(s.mark_note);
    const metres = feature?.p.accuracy_m;
    if (metres && feature.p.method === "schematic")
      lines.push(fill(feature.shape === "point" ? s.uncertain : s.schematic, { km: km(data.lang, metres) }));
    else if (metres) lines.push(fill(s.accuracy, { m: number(data.lang, metres, 0) }));
    return { state: data.health[state]?.label ?? "", lines };
  }
}
