"""The findings of a file: filters, downloads, and the correction of one row in the page."""

from dataclasses import replace

import streamlit as st

from tvgeo.core.findings import Finding
from tvgeo.locale import Locale
from tvgeo.services import templates
from tvgeo.services.drafts import Draft
from tvgeo.ui.blocks import update_findings as findings
from tvgeo.ui.components import block, draft_words, drafting, file_row, labels
from tvgeo.ui.components.uploader import XLSX

_ALL = "all"


def show(t: Locale, draft: Draft, *, typed: bool) -> None:
    """Show the findings that pass the filters; a line with a row opens the row."""
    on = drafting.desk()
    found = draft_words.findings(draft)
    if typed:
        found = tuple(_in_words(t, finding) for finding in found)
    with st.container(key="tv-findings", horizontal=True, vertical_alignment="center"):
        block.show(findings.title(t, len(found)), key="findings-title")
        kept = _filters(t, found)
        _downloads(t, draft, typed=typed)
    shown = [finding for finding in found if kept.keeps(finding)]
    if not shown:
        block.show(findings.none(t, filtered=bool(found)), key="findings-none")
    else:
        tree = findings.table(t, shown, rows=draft.reading.cells, chosen=on.row)
        answer = block.show(tree, key="findings")
        row = file_row.chosen(answer, draft)
        if row is not None:
            on.row = None if row == on.row else row
            st.rerun()


def _in_words(t: Locale, finding: Finding) -> Finding:
    """Name the column as the page does: nobody wrote the header of a typed row."""
    key = f"column.{finding.column}"
    return replace(finding, column=t(key)) if key in t else finding


def _filters(t: Locale, found: tuple[Finding, ...]) -> findings.Filter:
    """Show the choice of level and column, each with how many there are."""
    counts = findings.counts(found)
    present = [level for level in findings.LEVELS if counts[level]]
    level = column = _ALL
    if len(present) > 1:
        said = {_ALL: len(found), **counts}
        level = st.segmented_control(
            t("findings.filter.level"),
            [_ALL, *present],
            format_func=lambda name: t(f"findings.filter.{name}", n=said[name]),
            default=_ALL,
            required=True,
            label_visibility="collapsed",
            key="findings-level",
        )
    columns = findings.columns(found)
    if len(columns) > 1:
        column = st.selectbox(
            t("findings.filter.column"),
            [_ALL, *columns],
            format_func=lambda name: t("findings.filter.any_column") if name == _ALL else name,
            label_visibility="collapsed",
            width=220,
            filter_mode=None,
            key="findings-column",
        )
    return findings.Filter(None if level == _ALL else level, None if column == _ALL else column)


def _downloads(t: Locale, draft: Draft, *, typed: bool) -> None:
    """Offer the list of findings, and the planner's own file with the bad cells marked."""
    with st.popover(t("action.download")):
        st.download_button(
            labels.plain(t("findings.download")),
            lambda: templates.findings_xlsx(draft, t),
            file_name="tvgeo-phat-hien.xlsx",
            mime=XLSX,
            on_click="ignore",
            key="findings-xlsx",
        )
        if not typed:
            st.download_button(
                t("findings.download_marked"),
                lambda: templates.marked_xlsx(draft, t),
                file_name="tvgeo-danh-dau.xlsx",
                mime=XLSX,
                on_click="ignore",
                key="marked-xlsx",
            )
