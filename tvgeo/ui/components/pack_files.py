"""The button that makes a briefing, what happens meanwhile, and the files that it made."""

import io
import zipfile
from collections.abc import Sequence
from functools import partial

import streamlit as st

from tvgeo.errors import TvgeoError
from tvgeo.locale import Locale
from tvgeo.render.briefing.facts import Scope
from tvgeo.services import making, packs
from tvgeo.services.packs import File
from tvgeo.services.view import View
from tvgeo.ui.blocks import frame
from tvgeo.ui.components import block, labels

ZIP = "application/zip"
_KB, _MB = 1_000, 1_000_000
_MADE = "pack-made"


def show(t: Locale, view: View, scope: Scope, formats: Sequence[str]) -> None:
    """Show the button and, once they are made, the files of this very choice."""
    if not formats:
        block.show(frame.caption(t("presenting.no_format")), key="no-format")
    asked = st.button(
        t("presenting.make"),
        type="primary",
        disabled=not formats,
        width="stretch",
        key="pack-make",
    )
    found = _made(t, view, scope, formats) if asked else making.kept(view, t, scope, formats)
    if found:
        with st.container(gap="xsmall"):
            _files(t, view, scope, formats, found)


def _made(t: Locale, view: View, scope: Scope, formats: Sequence[str]) -> tuple[File, ...]:
    """Make the files while the reader sees which one it is; say it when they cannot be made."""
    bar = st.progress(0.0, text=t("presenting.waiting"))
    found = []
    try:
        for step in making.make(view, t, scope, formats):
            if step.file is not None:
                found.append(step.file)
            said = t("brief.making", file=step.name, i=step.i, n=step.n)
            bar.progress(len(found) / step.n, text=labels.plain(said))
    except TvgeoError as error:
        bar.empty()
        block.show(frame.error_box(t.error(error.without_folders())), key="pack-failed")
        return ()
    bar.empty()
    return tuple(found)


def _files(
    t: Locale, view: View, scope: Scope, formats: Sequence[str], found: Sequence[File]
) -> None:
    """Offer each file and all of them; a click takes them from where they are kept."""
    said = t("presenting.ready", n=len(found), size=size(t, sum(len(f.data) for f in found)))
    block.show(frame.strong(said), key="pack-ready")
    content = partial(_content, view, t, scope, tuple(formats))
    stem = packs.stem(view, scope)
    st.download_button(
        t("presenting.all"),
        partial(_zip, content, view),
        file_name=f"{stem}.zip",
        mime=ZIP,
        key="pack-zip",
        on_click="ignore",
        width="stretch",
    )
    pictures = [file for file in found if file.name.endswith((".png", "-a3.pdf"))]
    for file in found:
        if file not in pictures:
            kind = file.name.rpartition(".")[2]
            _file(t, content, file, t(f"presenting.file.{kind}"))
    if pictures:
        expander = st.expander(t("presenting.pictures", n=len(pictures)))
        with expander, st.container(gap="xsmall"):
            for file in pictures:
                _file(t, content, file, file.name.removeprefix(f"{stem}-"))


def _file(t: Locale, content: "partial[tuple[File, ...]]", file: File, name: str) -> None:
    st.download_button(
        labels.plain(t("presenting.file", name=name, size=size(t, len(file.data)))),
        partial(_one, content, file.name),
        file_name=file.name,
        mime=file.media_type,
        key=f"pack-{file.name}",
        on_click="ignore",
        width="stretch",
    )


def _content(view: View, t: Locale, scope: Scope, formats: tuple[str, ...]) -> tuple[File, ...]:
    """Return the files of a pack: those that are kept, made again if they are not any more."""
    steps = making.make(view, t, scope, formats)
    return tuple(step.file for step in steps if step.file is not None)


def _one(content: "partial[tuple[File, ...]]", name: str) -> bytes:
    return next(file.data for file in content() if file.name == name)


def _zip(content: "partial[tuple[File, ...]]", view: View) -> bytes:
    return zipped(content(), view)


def zipped(files: Sequence[File], view: View) -> bytes:
    """Return the files in one archive, dated as their figures: the same bytes every time."""
    packed = io.BytesIO()
    day = (view.day.year, view.day.month, view.day.day, 0, 0, 0)
    with zipfile.ZipFile(packed, "w") as archive:
        for file in files:
            # pictures and office files are compressed already
            kind = zipfile.ZIP_DEFLATED if file.name.endswith(".html") else zipfile.ZIP_STORED
            entry = zipfile.ZipInfo(file.name, day)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, file.data, compress_type=kind)
    return packed.getvalue()


def size(t: Locale, count: int) -> str:
    """Return a number of bytes as a reader says it."""
    if count < _MB:
        return t.quantity(float(max(1, round(count / _KB))), "kB")
    return t.quantity(round(count / _MB, 1), "MB")
