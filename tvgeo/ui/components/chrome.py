"""The few rules that fit Streamlit's own frame to ours; constant text, nothing from data."""

from pathlib import Path

import streamlit as st

# Side padding and gaps of the page, the header with the language switch, the notice strip.
CSS = """
.stMainBlockContainer { padding-inline: clamp(1rem, 2.4vw, 2rem); padding-bottom: 2rem; }
/* one ring shows the focus everywhere, as in the blocks (block.css) */
.stApp :is(a, button, summary, [role="radio"], [role="switch"]):focus-visible,
[data-testid="stPopoverBody"] :is(a, button):focus-visible {
  outline: 2px solid #1F4258; outline-offset: 2px; box-shadow: none; }
.stTextInput input:focus-visible { outline: 2px solid #1F4258; outline-offset: -2px; }
.stMain:focus-visible { outline: 2px solid #1F4258; outline-offset: -2px; }
/* a title that is only heard takes no place */
.st-key-spoken-title { position: absolute; width: 1px; }
/* a folded menu of pages holds nothing that a key reaches */
[data-testid="stSidebar"][data-collapsed="true"] { visibility: hidden; }
/* the navigation leaves room for the language and the account */
[data-testid="stTopNav"] { margin-right: 190px; }
.stApp:has(.st-key-tv-account) [data-testid="stTopNav"] { margin-right: 272px; }
/* the style element and the language switch take no place in the column */
[data-testid="stLayoutWrapper"]:has(> .st-key-tv-language) { display: contents; }
.stElementContainer:has(> .stHtml) { display: none; }
.st-key-tv-language { position: fixed; top: 14px; right: 16px; z-index: 999999; width: auto;
  flex-wrap: nowrap; gap: 4px; }
.st-key-tv-language > div { width: auto; }
.st-key-tv-account button { max-width: 150px; overflow: hidden; }
[data-testid="stLayoutWrapper"]:has(> .st-key-tv-connection),
  [data-testid="stConnectionStatus"] { display: none; }
.st-key-tv-language button { min-height: 32px; padding: 0 10px; border: 0; background: none; }
.st-key-tv-language button[aria-checked="true"] { font-weight: 600; background: #E9EEF1; }
.st-key-tv-strip { border: 1px solid #D5DBDF; border-radius: 4px; background: #F3F5F6;
  padding-right: 1rem; overflow: clip; }
.st-key-tv-strip > div:first-child { flex: 1 1 320px; }
.st-key-tv-title > div:first-child { flex: 1 1 320px; }
.st-key-tv-title, .st-key-tv-filters { margin-bottom: -8px; }
.st-key-tv-filters, .st-key-tv-filter-first, .st-key-tv-filter-row { gap: 8px; }
[data-testid="stLayoutWrapper"]:has(> .st-key-tv-filter-first),
[data-testid="stLayoutWrapper"]:has(> .st-key-tv-filter-row) { width: auto; flex: 0 1 auto; }
.st-key-tv-list-head, .st-key-map { margin-bottom: -8px; }
@media (min-width: 641px) { .st-key-w-mode { margin-left: auto; } }
.stPopover button { padding-inline: 10px; }
[data-testid="stToolbarActions"], [data-testid="stMainMenu"], .stAppDeployButton { display: none; }
/* the real uploader, unseen, over a zone that speaks the reader's language */
.st-key-tv-drop { position: relative; gap: 8px; }
.st-key-tv-drop .stElementContainer:has(.stFileUploader) { position: absolute; inset: 0;
  height: 132px; width: 100%; opacity: 0; overflow: hidden; z-index: 1; }
.st-key-tv-drop .stFileUploader, .st-key-tv-drop [data-testid="stFileUploaderDropzone"] {
  height: 132px; width: 100%; cursor: pointer; }
.st-key-tv-drop [data-testid="stFileUploaderDropzone"] { position: relative; }
.st-key-tv-drop [data-testid="stFileUploaderDropzone"] button:not([kind="minimal"]) {
  position: absolute; inset: 0; width: 100%; height: 100%; max-width: none; }
.st-key-tv-drop:has(:focus-visible) { outline: 2px solid #1F4258; outline-offset: 2px; }
.st-key-tv-drop:not(:has(.stFileChip[aria-invalid="true"]))
  [data-testid="stLayoutWrapper"]:has(> .st-key-tv-drop-failed) { display: none; }
.st-key-tv-publish, .st-key-tv-templates, .st-key-tv-revision, .st-key-tv-row,
.st-key-tv-mapping, .st-key-tv-account-panel, .st-key-tv-create,
.st-key-tv-layer, .st-key-tv-layer-origin, .st-key-tv-layer-questions { padding: 16px; gap: 12px; }
.st-key-tv-findings > div:first-child { margin-right: auto; }
.st-key-tv-findings { gap: 8px; margin-bottom: -8px; }
.st-key-tv-update-title > div:first-child { flex: 1 1 320px; }
.st-key-tv-compare > div:first-child { margin-right: auto; }
.st-key-tv-compare { margin-bottom: -8px; }
.st-key-tv-update-title { margin-bottom: -8px; }
.st-key-publish button:disabled, .st-key-publish button:disabled:hover { background: #E4E8EB; border-color: #E4E8EB; color: #66707A; }
@media (min-width: 641px) {
  .stColumn:has(.st-key-tv-publish):not(:has(.st-key-tv-row)) > div { position: sticky; top: 68px; } }
.st-key-tv-door { max-width: 480px; }
/* the slideshow has the window to itself */
.stApp:has(.st-key-tv-slideshow) :is([data-testid="stHeader"], .st-key-tv-language) { display: none; }
.st-key-tv-slideshow { position: static; }
[data-testid="InputInstructions"] { display: none; }
@media (prefers-reduced-motion: reduce) {
  *, *::before, *::after { animation-duration: .01ms !important; animation-iteration-count: 1 !important;
    transition-duration: .01ms !important; scroll-behavior: auto !important; } }
@media (forced-colors: active) {
  .stButtonGroup button:is([aria-checked="true"], [aria-pressed="true"]) { outline: 3px solid Highlight; }
  .stCheckbox label { forced-color-adjust: none; background: #fff; color: #1B2A33; }
  [data-testid="stHeaderLogo"] { forced-color-adjust: none; background: #fff; } }
/* a tablet, or a laptop at 200 %: the map takes the whole width, list and detail share the next */
@media (max-width: 1000px) {
  .st-key-tv-findings { flex-wrap: wrap; }
  .st-key-tv-findings > div:first-child { flex: 1 0 100%; }
  .stHorizontalBlock:has(> .stColumn .st-key-map) { flex-wrap: wrap; }
  .stHorizontalBlock:has(> .stColumn .st-key-map) > .stColumn { flex: 1 1 100%; min-width: 100%; } }
@media (min-width: 641px) and (max-width: 1000px) {
  .stColumn > .stVerticalBlock:has(> .st-key-detail) { display: grid; align-items: start;
    grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); }
  .stVerticalBlock > .st-key-detail { grid-column: 2; grid-row: 1 / span 8; } }
@media (min-width: 641px) { .st-key-tv-filters-open,
  [data-testid="stLayoutWrapper"]:has(> .st-key-tv-filter-first):not(:has(.st-key-w-period, .st-key-w-view)) { display: none; } }
@media (max-width: 640px) {
  .stMainBlockContainer > div > .stVerticalBlock { gap: .5rem; }
  .st-key-tv-language { top: 14px; right: 8px; }
  /* overview: the answer first, then the pickers, then the tables; no map */
  .st-key-tv-overview, .st-key-tv-overview > .stVerticalBlock { gap: .5rem; }
  .st-key-tv-overview [data-testid="stLayoutWrapper"]:has(> .st-key-tv-title),
  .st-key-tv-overview [data-testid="stLayoutWrapper"]:has(> .st-key-tv-strip),
  .st-key-tv-overview .st-key-tv-title { display: contents; }
  .st-key-tv-overview .st-key-tv-title > .st-key-head { order: 1; width: 100%; flex: none; }
  .st-key-tv-overview .st-key-summary { order: 2; }
  .st-key-tv-overview .st-key-tv-strip { order: 3; }
  .st-key-tv-overview [data-testid="stLayoutWrapper"]:has(> .st-key-tv-worst) { order: 4; }
  .st-key-tv-overview .st-key-tv-title > :is(.st-key-w-period, .st-key-w-units) { order: 5; }
  .st-key-tv-overview .st-key-left-out { order: 6; }
  .st-key-tv-overview .st-key-breakdown { order: 7; }
  .st-key-tv-overview .stColumn:has(.st-key-tv-small-map) { display: none; }
  .st-key-tv-strip { padding-right: 0; }
  .st-key-tv-strip > .st-key-w-sourced { padding: 0 8px 6px 24px; }
  .st-key-tv-overview :is(.st-key-w-period, .st-key-w-units) { width: 100%; }
  /* elsewhere the pickers share one row above the title */
  .st-key-tv-title { flex-wrap: wrap; gap: 8px; }
  .st-key-tv-title > div:first-child { flex: 1 1 100%; order: 2; }
  .st-key-tv-title > .st-key-w-project { flex: 2 1 180px; width: auto; min-width: 0; }
  .st-key-tv-title > .st-key-w-period { flex: 1 1 150px; width: auto; min-width: 0; }
  .st-key-tv-title > .st-key-w-units { flex: 1 1 100%; order: 3; width: auto; }
  /* one row with the first choice and the switch that unfolds the filters */
  [data-testid="stLayoutWrapper"]:has(> .st-key-tv-filter-first) { flex: 1 1 100%; }
  .st-key-tv-filter-first { align-items: center; width: 100%; }
  .st-key-tv-filter-first > .st-key-w-period { flex: 1 1 160px; width: auto; }
  .st-key-tv-filter-first:has(> .st-key-w-with) { display: grid; grid-template-columns: 1fr 1fr; }
  .st-key-tv-filter-first > .st-key-w-with { width: auto; }
  .st-key-tv-filters:not(:has(.st-key-tv-filters-open input:checked))
    [data-testid="stLayoutWrapper"]:has(> .st-key-tv-filter-row) { display: none; }
  /* update: the title first, sending another file last; a row that is corrected comes first */
  [data-testid="stLayoutWrapper"]:has(> .st-key-tv-update-title), .st-key-tv-update-title {
    display: contents; }
  .st-key-tv-update-title > div:first-child { flex: none; }
  .st-key-tv-update-title > .st-key-another { order: 9; }
  .stColumn:has(.st-key-tv-row) [data-testid="stLayoutWrapper"]:has(> .st-key-tv-publish) {
    display: none; }
  .stColumn:has(.st-key-tv-row) { order: -1; }
  .st-key-tv-change-map { display: none; }
  .st-key-tv-compare > div:first-child { flex: 1 1 100%; }
  .st-key-tv-compare > .st-key-w-a, .st-key-tv-compare > .st-key-w-b { flex: 1 1 140px;
    width: auto; min-width: 0; }
  /* accounts: what was chosen stands under the list, a new one is made below */
  .stColumn:has(> .stVerticalBlock > * > .st-key-tv-create),
  .stColumn:has(> .stVerticalBlock > * > .st-key-tv-create) > .stVerticalBlock {
    display: contents; }
  .stColumn:has(.st-key-tv-account-panel) { order: 1; }
  [data-testid="stLayoutWrapper"]:has(> .st-key-tv-create) { order: 2; width: 100%; }
  .st-key-commands { order: 3; }
  /* map: what was chosen stands under the map, the list below it */
  .stVerticalBlock > .st-key-detail { order: -1; }
}
"""

# On paper: what is read, one column wide, and the address that shows it again.
PRINT = """
@page { size: A4; margin: 14mm 14mm 16mm;
  @bottom-right { content: counter(page) "/" counter(pages); font: 9pt "Source Sans", sans-serif; } }
@media print {
  :root, body, #root, .stApp, .stApp * { overflow: visible; }
  .stApp, [data-testid="stAppViewContainer"], .stMain { position: static; height: auto; display: block; }
  .stMainBlockContainer { padding: 0; }
  .stMainBlockContainer::after { content: attr(data-address); display: block; margin-top: 16px;
    border-top: 1px solid #D5DBDF; padding-top: 4px; font: 9pt "Source Sans", sans-serif;
    color: #4A5963; overflow-wrap: anywhere; }
  [data-testid="stHeader"], [data-testid="stSidebar"], [data-testid="stToastContainer"],
  [data-testid="stPopoverBody"], .st-key-tv-language, .stSelectbox, .stButtonGroup, .stPopover,
  .stCheckbox, .stButton, .stDownloadButton, .stFileUploader, .stTextArea, .stTextInput,
  .stMultiSelect, .stDateInput, .stNumberInput, .stRadio, .stPageLink, .st-key-tv-drop,
  .st-key-tv-create, .st-key-tv-publish, .st-key-tv-account-panel, .st-key-tv-filters,
  [data-testid="stLayoutWrapper"]:has(> .st-key-tv-filters), form.tvs, .tvs-more,
  [data-testid="stExpander"]:not(:has(> details[open])) { display: none !important; }
  .st-key-spoken-title { position: static; width: auto; }
  .stVerticalBlock, .stColumn > .stVerticalBlock:has(> .st-key-detail) { display: block; }
  .stVerticalBlock > * + * { margin-top: 12px; }
  .stHorizontalBlock { display: block; }
  .stColumn { width: 100%; }
  .stColumn + .stColumn { margin-top: 12px; }
  .stVerticalBlock[class*="st-key-"] { border: 0; padding: 0; }
  .st-key-tv-strip { background: none; }
}
"""


# "tvgeo" as outlines (Source Sans, OFL), so that no font decides how the name looks.
WORDMARK = str(Path(__file__).parents[1] / "wordmark.svg")


def style() -> None:
    """Add the rules and the name to the page."""
    st.html(f"<style>{CSS}{PRINT}</style>")
    st.logo(WORDMARK, size="medium")
