"""Turn the files of a briefing into pictures of their pages, to be looked at.

    python -m tvgeo brief --format png,pdf,pptx,docx,xlsx -o out
    python tools/render_documents.py out [--into DIR] [--dpi N] [--samples DIR]

Every page of every PDF, DOCX, PPTX and XLSX of the folder becomes a PNG in `--into` (by default
`out/pages`). With `--samples` a few of them are also written there, small and with a palette:
these are the pictures in docs/images. Documents need LibreOffice, all need pdftoppm (Debian: apt
install libreoffice-writer-nogui libreoffice-impress-nogui libreoffice-calc-nogui poppler-utils).
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

OFFICE = (".docx", ".pptx", ".xlsx")
WANTED = (".pdf", *OFFICE)
OFFICE_NAMES = ("soffice", "libreoffice")
DPI = 110
WAIT_SECONDS = 180
# A report is set in Times New Roman. Where that is not installed, a face of the same widths that
# has every Vietnamese letter (Debian: apt install fonts-texgyre); without it LibreOffice mixes two.
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include>
<match target="pattern"><test name="family"><string>Times New Roman</string></test>
<edit name="family" mode="append" binding="same"><string>TeX Gyre Termes</string></edit></match>
</fontconfig>"""
# Which pages of a file are shown as samples (from 1; -1 the last), and how wide they are, px.
SAMPLES = {
    ".pdf": (1, 3, 4),
    ".docx": (1, 2, 12),
    ".pptx": (1, 2, 3, 4),
    ".xlsx": (1,),
}
WIDTHS = {".docx": 620}
WIDTH, COLOURS = 1000, 256
# The plates of a pack that are samples too: what stands in their names, px.
PLATES = {"-16x9.png": 1100}


class CannotRenderError(Exception):
    """What keeps a file from becoming pictures, in one sentence."""


def office() -> str:
    """Return the path of LibreOffice.

    Raises
    ------
    CannotRenderError
        If it is not on the PATH.
    """
    found = next(filter(None, map(shutil.which, OFFICE_NAMES)), None)
    if found is None:
        msg = (
            "LibreOffice is not on the PATH, so DOCX, PPTX and XLSX cannot become pages"
            " (Debian: apt install libreoffice-writer-nogui libreoffice-impress-nogui"
            " libreoffice-calc-nogui)."
        )
        raise CannotRenderError(msg)
    return found


def poppler() -> str:
    """Return the path of pdftoppm.

    Raises
    ------
    CannotRenderError
        If it is not on the PATH.
    """
    found = shutil.which("pdftoppm")
    if found is None:
        msg = (
            "pdftoppm is not on the PATH, so no page can become a picture"
            " (Debian: apt install poppler-utils)."
        )
        raise CannotRenderError(msg)
    return found


def as_pdf(path: Path, folder: Path) -> Path:
    """Return a document as PDF in `folder`; LibreOffice gets a profile of its own there.

    Raises
    ------
    CannotRenderError
        If there is no LibreOffice, or it could not read the document.
    """
    profile = (folder / "profile").resolve().as_uri()
    fonts = folder / "fonts.conf"
    fonts.write_text(FONTS, encoding="utf-8")
    filled = folder / path.suffix[1:]
    filled.mkdir(exist_ok=True)
    command = [
        office(), f"-env:UserInstallation={profile}", "--headless", "--norestore",
        "--convert-to", "pdf", "--outdir", str(filled), str(path),
    ]  # fmt: skip
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            timeout=WAIT_SECONDS,
            check=False,
            env=os.environ | {"FONTCONFIG_FILE": str(fonts)},
        )
    except subprocess.TimeoutExpired as late:
        msg = f"{path.name}: LibreOffice was not done after {WAIT_SECONDS} seconds."
        raise CannotRenderError(msg) from late
    made = filled / f"{path.stem}.pdf"
    if not made.is_file():
        msg = f"{path.name}: LibreOffice made no pages of it. {done.stderr.strip()}".strip()
        raise CannotRenderError(msg)
    return made


def pictures(pdf: Path, into: Path, stem: str, dpi: int = DPI) -> list[Path]:
    """Return every page of a PDF as PNG in `into`, in order.

    Raises
    ------
    CannotRenderError
        If there is no pdftoppm, or it could not read the file.
    """
    into.mkdir(parents=True, exist_ok=True)
    for old in into.glob(f"{stem}-*.png"):
        old.unlink()
    done = subprocess.run(
        [poppler(), "-png", "-r", str(dpi), str(pdf), str(into / stem)],
        capture_output=True, text=True, timeout=WAIT_SECONDS, check=False,
    )  # fmt: skip
    if done.returncode:
        msg = f"{pdf.name}: pdftoppm could not read it. {done.stderr.strip()}"
        raise CannotRenderError(msg)
    # pdftoppm numbers with as many digits as it needs, so the names are in order
    return sorted(into.glob(f"{stem}-*.png"))


def pages_of(path: Path, into: Path, dpi: int = DPI) -> list[Path]:
    """Return the pages of one file of a briefing as pictures in `into`."""
    stem = f"{path.stem}-{path.suffix[1:]}"
    if path.suffix == ".pdf":
        return pictures(path, into, stem, dpi)
    with tempfile.TemporaryDirectory(prefix="tvgeo-pages-") as folder:
        return pictures(as_pdf(path, Path(folder)), into, stem, dpi)


def render(folder: Path, into: Path, dpi: int = DPI) -> Iterator[tuple[Path, list[Path]]]:
    """Render every document of a folder; yield each with its pages.

    Raises
    ------
    CannotRenderError
        If the folder has no document, or one of them cannot become pages.
    """
    found = sorted(path for path in folder.glob("*") if path.suffix in WANTED)
    if not found:
        msg = f"{folder} has no {', '.join(WANTED)}: make them with python -m tvgeo brief."
        raise CannotRenderError(msg)
    for path in found:
        yield path, pages_of(path, into, dpi)


def chosen(path: Path, pages: list[Path]) -> list[tuple[int, Path]]:
    """Return the pages of a file that are shown as samples, with their numbers."""
    last = len(pages)
    numbers = {n if n > 0 else last + 1 + n for n in SAMPLES[path.suffix]}
    return [(n, pages[n - 1]) for n in sorted(numbers) if 1 <= n <= last]


def shrink(picture: Path, target: Path, width: int) -> None:
    """Write a picture no wider than `width`, with a palette that keeps the colours of states."""
    with Image.open(picture) as opened:
        image = opened.convert("RGB")
    if image.width > width:
        height = round(image.height * width / image.width)
        image = image.resize((width, height), Image.Resampling.LANCZOS)
    # the median cut of Pillow would merge the few pixels of one state with those of another
    image = image.quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    image.save(target, optimize=True)


def write_samples(done: list[tuple[Path, list[Path]]], folder: Path, into: Path) -> list[Path]:
    """Write the samples and return them; files of plates in a pack are single pages already."""
    into.mkdir(parents=True, exist_ok=True)
    for old in into.glob("mau-*.png"):
        old.unlink()
    found = []
    for path, pages in done:
        # the plates of a pack are PDFs too: they are shown as the pictures they come with
        if path.suffix == ".pdf" and len(pages) == 1:
            continue
        for n, page in chosen(path, pages):
            target = into / f"mau-{path.suffix[1:]}-{n:02}.png"
            shrink(page, target, WIDTHS.get(path.suffix, WIDTH))
            found.append(target)
    for end, width in PLATES.items():
        for picture in sorted(folder.glob(f"*{end}"))[:1]:
            target = into / f"mau-ban-do{end}"
            shrink(picture, target, width)
            found.append(target)
    return found


def main() -> None:
    """Render a folder, and choose samples if asked."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--into", type=Path)
    parser.add_argument("--dpi", type=int, default=DPI)
    parser.add_argument("--samples", type=Path, metavar="DIR")
    options = parser.parse_args()
    into = options.into or options.folder / "pages"
    try:
        done = []
        for path, pages in render(options.folder, into, options.dpi):
            print(f"{path.name}: {len(pages)}")
            done.append((path, pages))
    except CannotRenderError as error:
        sys.exit(str(error))
    if options.samples:
        for target in write_samples(done, options.folder, options.samples):
            print(f"{target.name}: {target.stat().st_size // 1024} kB")


if __name__ == "__main__":
    main()
