// A printed page ends with the address that shows it again (the rule stands in `chrome.py`).
// Imported by block.js, which every page has; runs once per tab.

addEventListener("beforeprint", () => {
  const page = document.querySelector("[data-testid=stMainBlockContainer]");
  if (page) page.dataset.address = location.href;
});
