"""Ordinary forms that the browser posts to the server (`tvgeo.web.posted`).

So a password never enters Streamlit's state, and a browser can keep it. Their styles are not
isolated, because a password manager does not look into a shadow tree.
"""

from collections.abc import Callable
from typing import Any

import streamlit as st

from tvgeo.locale import Locale
from tvgeo.ui.components import block

# What every form sends: where to lead back to, and that it is ours.
HIDDEN = '<input type="hidden" name="next"><input type="hidden" name="token">'
LONGEST_NAME, LONGEST_PASSWORD = 64, 1024
# Streamlit's own fields look alike; the colours are those of the pages' blocks.
_CSS = """
.tvs { display: grid; gap: 8px; max-width: 360px; color: #1b2a33; font-size: 14px; }
.tvs[hidden], .tvs [hidden] { display: none; }
.tvs label { font-weight: 600; }
.tvs :is(select, input:not([type="checkbox"])) { font: inherit; font-size: 16px;
  padding: 8px 10px; min-height: 40px; border: 1px solid #66707a; border-radius: 4px;
  background: #fff; color: inherit; box-sizing: border-box; width: 100%; }
.tvs select:not([multiple]) { appearance: none; padding-right: 32px; text-overflow: ellipsis;
  background-repeat: no-repeat; background-position: right 10px center;
  background-image: url("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='12' height='8'%3E%3Cpath d='M1 1l5 5 5-5' fill='none' stroke='%234a5963' stroke-width='1.6'/%3E%3C/svg%3E"); }
.tvs input[type="checkbox"] { width: 18px; height: 18px; margin: 0; accent-color: #1f4258; }
.tvs .tvs-show { display: flex; align-items: center; gap: 8px; min-height: 32px;
  font-weight: 400; }
.tvs button { font: inherit; font-weight: 600; min-height: 40px; padding: 0 16px; border: 0;
  border-radius: 4px; background: #1f4258; color: #fff; cursor: pointer; justify-self: start; }
.tvs :is(input, select, button):focus-visible, .tvs-more summary:focus-visible {
  outline: 2px solid #1f4258; outline-offset: 2px; }
.tvs .tvs-error { margin: 0; padding: 8px 12px; border-left: 4px solid #7f1414;
  background: #f3f5f6; font-size: 14px; }
.tvs .tvs-done { border-left-color: #0b4f6c; }
.tvs .tvs-hint { margin: 0; color: #4a5963; font-size: 12px; line-height: 1.45; }
.tvs-field { display: grid; gap: 4px; align-content: start; min-width: 0; }
.tvs-fields { display: grid; gap: 12px 16px; }
.tvs-out { display: flex; align-items: center; gap: 8px; max-width: none; }
.tvs-out button { min-height: 32px; padding: 0 10px; font-weight: 400; background: none;
  color: #1f4258; text-decoration: underline; }
.tvs-more summary { min-height: 32px; display: flex; align-items: center; width: fit-content;
  color: #1f4258; font-size: 14px; text-decoration: underline; cursor: pointer;
  list-style: none; }
.tvs-more summary::-webkit-details-marker { display: none; }
.tvs-more .tvs { padding-top: 8px; }
/* beside Streamlit's own fields: like them; on a phone as large as no phone zooms into */
.tvs-near { max-width: none; gap: 12px; }
.tvs-near label { font-weight: 400; }
.tvs-near :is(select, input:not([type="checkbox"])) { background-color: #f3f5f6;
  border-color: #d5dbdf; }
.tvs-low { align-content: end; }
.tvs-low .tvs-show { min-height: 40px; }
@media (min-width: 641px) {
  .tvs-near :is(select, input:not([type="checkbox"])) { font-size: 14px; }
  .tvs-near .tvs-fields { grid-template-columns: repeat(3, minmax(0, 1fr)); } }
"""


def declare(name: str, html: str) -> Callable[..., Any]:
    """Return the component of a form; once for each, when its module is loaded."""
    form: Callable[..., Any] = st.components.v2.component(
        name, html=html, css=_CSS, js=block.LOADER, isolate_styles=False
    )
    return form


def field(form: str, name: str, kind: str = "text", more: str = "") -> str:
    """Return a field with its label; the words come with the data."""
    own = f"tvs-{form}-{name}"
    secret = f'data-secret maxlength="{LONGEST_PASSWORD}"' if kind == "password" else ""
    return (
        f'<div class="tvs-field"><label for="{own}" data-say="{name}"></label>'
        f'<input id="{own}" name="{name}" type="{kind}" required {secret} {more}></div>'
    )


def choice(form: str, name: str, more: str = "", only: str = "") -> str:
    """Return a choice among options that come with the data; `only` with another's value."""
    own = f"tvs-{form}-{name}"
    part = f' data-only="{only}"' if only else ""
    return (
        f'<div class="tvs-field"{part}><label for="{own}" data-say="{name}"></label>'
        f'<select id="{own}" name="{name}" {more}></select></div>'
    )


def data(t: Locale, action: str, labels: dict[str, str], **more: object) -> dict[str, Any]:
    """Return what a form is given: its module, where it leads, and its words."""
    # An address holds a hash of the file, so the web layer is asked when a page is drawn.
    from tvgeo.web import assets  # noqa: PLC0415

    return {
        "module": assets.url("posted_form.js"),
        "lang": t.language,
        "action": action,
        "labels": labels,
        "error": "",
        **more,
    }
