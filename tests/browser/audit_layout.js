// Asked by audit_layout.py in every page: what is wider than it may be, cut, or lies on another.
() => {
  const above = (node) => node.parentElement ?? node.getRootNode().host ?? null;
  const round = (box) => [box.left, box.top, box.right, box.bottom].map(Math.round);
  // What of a box is left by all that clips it; `fixed` and `sticky` things lie over others by right.
  const clipped = (element, box) => {
    let { left, top, right, bottom } = box;
    let layer = "";
    let cut = 0;
    for (let node = element; node; node = above(node)) {
      const style = getComputedStyle(node);
      if (style.visibility === "hidden" || style.opacity === "0") return null;
      if (["fixed", "sticky"].includes(style.position)) layer ||= `${style.position} ${node.className}`;
      if (style.overflowX === "visible" && style.overflowY === "visible") continue;
      const around = node.getBoundingClientRect();
      if (around.width <= 2 || around.height <= 2) return null;
      if (["hidden", "clip"].includes(style.overflowX) && style.webkitLineClamp === "none") cut = Math.max(cut, right - around.right);
      left = Math.max(left, around.left); right = Math.min(right, around.right);
      top = Math.max(top, around.top); bottom = Math.min(bottom, around.bottom);
    }
    return right - left > 1 && bottom - top > 1 ? { left, top, right, bottom, layer, cut } : null;
  };
  const texts = [];
  const cuts = [];
  const walk = (root) => {
    for (const child of root.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) {
        const text = child.data.trim();
        const element = child.parentElement ?? child.getRootNode().host;
        if (!text || !element?.checkVisibility()) continue;
        const range = document.createRange();
        range.selectNodeContents(child);
        for (const box of range.getClientRects()) {
          const seen = clipped(element, box);
          if (!seen) continue;
          texts.push({ ...seen, text, element });
          if (seen.cut > 1) cuts.push([text.slice(0, 60), Math.round(seen.cut)]);
          else if (!seen.layer && box.right > innerWidth + 1 && seen.right > innerWidth + 1) cuts.push([text.slice(0, 60), Math.round(box.right - innerWidth)]);
        }
      } else if (child.nodeType === Node.ELEMENT_NODE && !["style", "script", "noscript", "title", "option"].includes(child.localName)) {
        if (child.dataset?.testid === "stIconMaterial" || child.classList?.contains("off-screen")) continue;
        walk(child.shadowRoot ?? child);
      }
    }
  };
  walk(document.body);
  texts.sort((a, b) => a.top - b.top);
  const overlaps = [];
  texts.forEach((one, i) => {
    for (let j = i + 1; j < texts.length && texts[j].top < one.bottom - 3; j += 1) {
      const other = texts[j];
      // what scrolls may pass under what stays; what stays may not lie on one another
      if (one.layer !== other.layer && !(one.layer && other.layer)) continue;
      if (one.element === other.element) continue;
      const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      const high = Math.min(one.bottom, other.bottom) - other.top;
      const line = Math.min(one.bottom - one.top, other.bottom - other.top);
      if (wide > 2 && high > line * 0.35) overlaps.push([one.text.slice(0, 40), other.text.slice(0, 40), round(one), round(other)]);
    }
  });
  // What a finger or a mouse presses, smaller than 24 px in both directions (WCAG 2.2, 2.5.8).
  const small = [];
  const targets = (root) => {
    for (const node of root.querySelectorAll("*")) {
      if (node.shadowRoot) targets(node.shadowRoot);
      if (!node.matches("button, select, input:not([type=hidden]), summary, [role=button]") || !node.checkVisibility() || node.closest("label")) continue;
      const box = node.getBoundingClientRect();
      const seen = clipped(node, box);
      if (seen && box.width > 2 && box.height < 24 && box.width < 24) small.push([node.getAttribute("aria-label") || node.textContent.trim().slice(0, 30), Math.round(box.width), Math.round(box.height)]);
    }
  };
  targets(document);
  const main = document.querySelector("[data-testid=stMain]");
  const wide = Math.max(document.documentElement.scrollWidth - innerWidth, main ? main.scrollWidth - main.clientWidth : 0);
  return { wide, cuts, overlaps, small };
}
