"""A zipped Shapefile: the members of one layer under names of ours, nothing else."""

import stat
import zipfile
from collections import Counter
from collections.abc import Iterable
from pathlib import PurePosixPath

from tvgeo.io.layer_files.raw import chosen
from tvgeo.io.parsing import container
from tvgeo.io.parsing.refusal import Refused
from tvgeo.io.reading.gathering import Gathering

MAX_ENTRIES, MAX_TOTAL = 50, container.MAX_TOTAL
NEEDED = (".shp", ".shx", ".dbf")
WANTED = (*NEEDED, ".prj", ".cpg")
# What programs lay beside a Shapefile, of no use to anybody else.
SIDECARS = (".sbn", ".sbx", ".qix", ".qpj", ".qmd", ".fix", ".shp.xml", ".fbn", ".fbx", ".idx")
PACKED = (".zip", ".kmz", ".7z", ".rar", ".gz", ".tgz", ".bz2", ".xz", ".tar")


def parts(
    data: bytes, wanted: str | None, gathering: Gathering
) -> tuple[dict[str, bytes], list[str]]:
    """Return the parts of one Shapefile by extension, and the names of all in the archive.

    Raises
    ------
    Refused
        ``E_ZIP_…`` for an archive that is not safe, ``E_NO_SHP``, ``E_SHP_PARTS``, or
        ``E_MULTI_LAYERS`` where `wanted` does not say which of several.
    """
    members = _unpacked(data)
    junk = [name for name in members if _is_junk(name)]
    layers = _layers(
        name for name in members if name.lower().endswith(".shp") and name not in junk
    )
    if not layers:
        raise Refused("E_NO_SHP")
    layer = chosen(list(layers), wanted)
    stem = layers[layer][: -len(".shp")].lower()
    found: dict[str, bytes] = {}
    unused = []
    for name, content in members.items():
        rest = name.lower().removeprefix(stem)
        if name in junk or not name.lower().startswith(stem) or rest not in WANTED:
            unused += [] if rest in SIDECARS and name not in junk else [name]
        else:
            found[rest] = content
    for extension in NEEDED:
        if extension not in found:
            raise Refused("E_SHP_PARTS", value=extension)
    if unused:
        shown = ", ".join(unused[:5]) + (", …" if len(unused) > 5 else "")  # noqa: PLR2004
        gathering.add("warning", "W_ZIP_EXTRA", value=shown)
    return found, list(layers)


def _layers(names: Iterable[str]) -> dict[str, str]:
    """Return the members by the names that layers are chosen by, with folders where these differ."""
    paths = {PurePosixPath(name): name for name in names}
    often = Counter(path.stem for path in paths)
    return {
        path.stem if often[path.stem] == 1 else str(path.with_suffix("")): name
        for path, name in paths.items()
    }


def _unpacked(data: bytes) -> dict[str, bytes]:
    """Return every member's bytes, all counted, also of those that nobody needs."""
    archive = container.opened(data)
    members = archive.infolist()
    if len(members) > MAX_ENTRIES:
        raise Refused("E_ZIP_ENTRIES", value=f"{len(members)}", limit=f"{MAX_ENTRIES}")
    for member in members:
        if stat.S_IFMT(member.external_attr >> 16) not in {0, stat.S_IFREG, stat.S_IFDIR}:
            raise Refused("E_ZIP_MEMBER", value=member.filename)
    container.check_names(members)
    _check_overlap(members)
    found: dict[str, bytes] = {}
    total = 0
    for member in members:
        content = container.inflated(archive, member, MAX_TOTAL - total)
        total += len(content)
        if member.filename.lower().endswith(PACKED):
            raise Refused("E_ZIP_NESTED", value=member.filename)
        if not member.is_dir():
            found[member.filename] = (
                content if member.filename.lower().endswith(WANTED) else b""
            )
    return found


def _check_overlap(members: list[zipfile.ZipInfo]) -> None:
    """Refuse members that share bytes: so a few kilobytes become as much as one likes."""
    end = 0
    for member in sorted(members, key=lambda each: each.header_offset):
        if member.header_offset < end:
            raise Refused("E_ZIP_BOMB", limit=f"{MAX_TOTAL // 1_000_000} MB")
        end = member.header_offset + 30 + member.compress_size


def _is_junk(name: str) -> bool:
    path = PurePosixPath(name)
    return "__MACOSX" in path.parts or path.name.startswith("._")
