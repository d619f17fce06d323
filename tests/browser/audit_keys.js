// Asked by audit_keys.py in every page: what can be operated, and where the focus is.
(() => {
  const OPERABLE = "a[href], button, input, select, textarea, summary, iframe, [tabindex], [contenteditable=true], .selects";
  const ROVING = "[role=radiogroup], [role=listbox], [role=tablist], [role=menu], [role=grid], [role=group], [role=toolbar]";
  const parentOf = (node) => node.parentElement ?? node.getRootNode().host ?? null;
  const closest = (node, selector) => {
    for (let at = node; at; at = parentOf(at)) if (at.matches?.(selector)) return at;
    return null;
  };
  function* all(root) {
    for (const node of root.querySelectorAll("*")) {
      yield node;
      if (node.shadowRoot) yield* all(node.shadowRoot);
    }
  }
  const shown = (node) => {
    const box = node.getBoundingClientRect();
    if (!box.width || !box.height || !node.checkVisibility({ visibilityProperty: true })) return false;
    return !closest(node, "[inert], [aria-hidden=true]");
  };
  const active = () => {
    let node = document.activeElement;
    while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
    return node === document.body || node === document.documentElement ? null : node;
  };
  const LOOKS = ["outlineStyle", "outlineWidth", "outlineColor", "boxShadow", "borderTopColor", "borderTopWidth", "backgroundColor", "textDecorationLine", "opacity"];
  const look = (node) => {
    const found = [];
    for (let at = node, i = 0; at && i < 4; at = parentOf(at), i += 1) {
      for (const pseudo of [null, "::before", "::after"]) {
        const style = getComputedStyle(at, pseudo);
        const ringless = style.outlineStyle === "none";
        found.push(LOOKS.map((name) => (ringless && name.startsWith("outline") ? "" : style[name])).join("|"));
      }
    }
    return found.join("\n");
  };
  const channel = (c) => (c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const paint = (text) => (/rgba?\(([^)]+)\)/.exec(text)?.[1] ?? "0,0,0,0").split(/[ ,/]+/).map(Number);
  const behind = (node) => {
    for (let at = parentOf(node); at; at = parentOf(at)) {
      const [r, g, b, a = 1] = paint(getComputedStyle(at).backgroundColor);
      if (a > 0.9) return [r, g, b];
    }
    return [255, 255, 255];
  };
  const contrast = (one, other) => {
    const [a, b] = [light(one), light(other)].sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05);
  };
  // The strongest ring around the element, one of its parents, or drawn by ::after.
  const ring = (node) => {
    let best = 0;
    for (let at = node, i = 0; at && i < 4; at = parentOf(at), i += 1)
      for (const pseudo of [null, "::after"]) {
        const style = getComputedStyle(at, pseudo);
        const colours = [];
        if (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1) colours.push(style.outlineColor);
        if (style.boxShadow !== "none") colours.push(...(style.boxShadow.match(/rgba?\([^)]+\)/g) ?? []));
        for (const text of colours) {
          const [r, g, b, a = 1] = paint(text);
          const back = behind(at);
          best = Math.max(best, contrast([r, g, b].map((c, n) => a * c + (1 - a) * back[n]), back));
        }
      }
    return Math.round(best * 10) / 10;
  };
  const words = (text) => (text ?? "").replace(/\s+/g, " ").trim().slice(0, 90);
  const named = (node) => {
    const by = node.getAttribute("aria-labelledby");
    const labels = by ? by.split(/\s+/).map((id) => node.getRootNode().getElementById(id)?.textContent ?? "") : [];
    return words(node.getAttribute("aria-label") || labels.join(" ")
      || [...(node.labels ?? [])].map((label) => label.textContent).join(" ")
      || node.innerText || node.textContent || node.getAttribute("title") || node.getAttribute("alt") || node.placeholder);
  };
  const ROLES = { a: "link", button: "button", select: "combobox", textarea: "textbox", summary: "button", tr: "row", iframe: "frame" };
  const role = (node) => node.getAttribute("role")
    ?? (node.localName === "input" ? { checkbox: "checkbox", radio: "radio", file: "file" }[node.type] ?? "textbox" : ROLES[node.localName] ?? node.localName);
  const place = (node) => {
    const host = closest(node, "[class*=st-key-]");
    const key = /st-key-([\w-]+)/.exec(host?.getAttribute("class") ?? "")?.[1];
    return `${key ? `${key} ` : ""}${node.localName}${node.id && node.getRootNode() !== document ? `#${node.id}` : ""}.${[...node.classList].filter((c) => !/^(st-emotion|e1|e2|css|st-[a-z]{2}$)/.test(c)).slice(0, 3).join(".")}`;
  };
  // A mouse can do something here, and it is no mere part of what can be operated.
  const pointed = (node) => getComputedStyle(node).cursor === "pointer"
    && (!parentOf(node) || getComputedStyle(parentOf(node)).cursor !== "pointer");
  const reached = new Set();
  let before = new Map();
  window.__keys = {
    start(inside) {
      reached.clear();
      before = new Map();
      for (const node of all(document)) if (node.matches(OPERABLE)) before.set(node, look(node));
      const opened = inside && document.querySelector("[data-testid=stPopoverButton][aria-expanded=true]");
      if (opened) opened.focus();
      else document.activeElement?.blur?.();
    },
    within(inside) {
      return Boolean(active() && closest(active(), inside));
    },
    stop() {
      const node = active();
      if (!node) return null;
      const again = reached.has(node);
      reached.add(node);
      const box = node.getBoundingClientRect();
      let y = box.y; // as if nothing were scrolled; what lies below the end of a list is at its end
      for (let at = parentOf(node); at; at = parentOf(at)) {
        if (at.scrollHeight <= at.clientHeight || !at.clientHeight) continue;
        y += at.scrollTop;
        if (at.dataset.testid !== "stMain") y = Math.min(y, at.getBoundingClientRect().bottom);
      }
      const known = before.get(node);
      return {
        role: role(node), name: named(node), where: place(node), again,
        shadow: node.getRootNode() !== document, moves: known === undefined ? null : known !== look(node), contrast: ring(node),
        x: Math.round(box.x), right: Math.round(box.right), y: Math.round(y), height: Math.round(box.height),
        seen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
      };
    },
    missed(inside) {
      const group = (node) => closest(parentOf(node), ROVING);
      const groups = new Set([...reached].map(group).filter(Boolean));
      const within = (node) => [...reached].some((one) => one.contains(node) || node.contains(one));
      return [...all(document)].filter((node) => {
        if (inside && !closest(node, inside)) return false;
        if (!shown(node) || node.disabled || closest(node, "[aria-disabled=true], fieldset[disabled]")) return false;
        if (!(node.matches(OPERABLE) || pointed(node))) return false;
        if (reached.has(node) || within(node)) return false;
        if (node.localName === "label" && node.control && reached.has(node.control)) return false;
        if (closest(node, "label")?.control && reached.has(closest(node, "label").control)) return false;
        return !(group(node) && groups.has(group(node)));
      }).map((node) => ({ role: role(node), name: named(node), where: place(node), shadow: node.getRootNode() !== document }));
    },
  };
})();
