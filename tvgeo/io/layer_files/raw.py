"""What a form of file gives before anything is decided: shapes as written, and the text of its CRS."""

from dataclasses import dataclass, field
from typing import Any

from shapely.geometry.base import BaseGeometry

from tvgeo.io.layer_files.limits import MAX_FEATURES
from tvgeo.io.parsing.refusal import Refused


@dataclass(slots=True)
class RawFeature:
    """One feature in the file's own CRS; `geometry` is `None` where nothing is drawn.

    `kind` is the type that the file names, also of an empty geometry; `fid` is the identity
    that the form itself gives, which means nothing to us; `flattened` says that heights were
    left out.
    """

    geometry: BaseGeometry | None
    kind: str
    properties: dict[str, Any]
    fid: str | None = None
    flattened: bool = False


@dataclass(slots=True)
class RawLayer:
    """The features of one layer, the text that declares its CRS, and what else it may say.

    `crs` is `None` where nothing is declared. `names` are the layers inside the file.
    """

    features: list[RawFeature]
    crs: str | None
    names: list[str] = field(default_factory=list)


def check_count(count: int) -> None:
    """Refuse more features than a layer may have."""
    if count > MAX_FEATURES:
        raise Refused("E_TOO_MANY_FEATURES", value=f"{count}", limit=f"{MAX_FEATURES}")


def chosen(names: list[str], wanted: str | None) -> str:
    """Return which of the layers in a file is meant; several without a choice refuse it."""
    if wanted is not None and wanted in names:
        return wanted
    if len(names) != 1 or wanted is not None:
        shown = ", ".join(names[:10]) + (", …" if len(names) > 10 else "")  # noqa: PLR2004
        raise Refused("E_MULTI_LAYERS", value=shown, names=names)
    return names[0]
