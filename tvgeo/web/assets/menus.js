// Streamlit hangs an opened menu at the end of the page and leaves the focus on its button, so
// that Tab would walk over the whole page first. Here Tab goes from the button into its menu, and
// from the end of the menu on to what follows the button; Escape comes back to the button.
// Imported by block.js, which every page has; runs once per tab.

const MENU = "[data-testid=stPopoverBody]";
const BUTTON = "[data-testid=stPopoverButton][aria-expanded=true]";
const STOPS = "a[href], button, input, select, textarea, summary, [tabindex]";

function* within(root) {
  for (const node of root.querySelectorAll("*")) {
    if (node.matches(STOPS)) yield node;
    if (node.shadowRoot) yield* within(node.shadowRoot);
  }
}

const reached = (node) =>
  node.tabIndex >= 0 && !node.disabled && node.checkVisibility({ visibilityProperty: true });

function focused() {
  let node = document.activeElement;
  while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
  return node;
}

// A row of buttons among which the arrow keys move is one stop.
const group = (node) => node?.closest("[role=toolbar], [role=radiogroup]") ?? node;

function key(event) {
  const menu = document.querySelector(MENU);
  const button = document.querySelector(BUTTON);
  if (!menu || !button || event.altKey || event.ctrlKey || event.metaKey) return;
  const at = focused();
  const inside = menu.contains(document.activeElement);
  if (event.key === "Escape" && inside) {
    setTimeout(() => (document.activeElement ?? document.body) === document.body && button.focus());
  }
  if (event.key !== "Tab") return;
  const stops = [...within(menu)].filter(reached);
  if (!event.shiftKey && at === button && stops.length) {
    event.preventDefault();
    stops[0].focus();
  } else if (inside && event.shiftKey && group(at) === group(stops[0])) {
    event.preventDefault();
    button.focus();
  } else if (inside && !event.shiftKey && group(at) === group(stops.at(-1))) {
    button.focus(); // and the browser goes on from there
  } else return;
  event.stopPropagation(); // or a row of buttons would take the focus back
}

document.addEventListener("keydown", key, { capture: true });
