"""What the live map is told of two periods compared: classes of change, both figures, words."""

from collections.abc import Collection
from typing import Any

from tvgeo.locale import Locale
from tvgeo.render import change_columns, legend, map_columns, map_payload
from tvgeo.render.map_payload import Picture
from tvgeo.services import stamps
from tvgeo.services.comparison import Comparison
from tvgeo.services.shared import shared
from tvgeo.ui.blocks import map_data
from tvgeo.ui.blocks.map_data import Index


def message(
    t: Locale,
    found: Comparison,
    index: Index,
    *,
    map_id: str,
    shown: Collection[str],
    selected: str | None,
    layers_on: Collection[str] | None,
) -> dict[str, Any]:
    """Return what a run tells the map; `shown` are the projects no filter has taken out."""
    base = found.after.base
    columns = _columns(found)
    columns = columns | {"state": map_columns.only(columns["state"], index.projects, shown)}
    seen = [found.changes[p] for p in index.projects if p in shown]
    finished = map_data.finished_of(t, found.after)
    return map_payload.message(
        t,
        map_id=f"{map_id}-{t.language}",
        addresses=map_data.addresses(index),
        columns=columns,
        legend=legend.build(
            t,
            base.settings,
            mode="change",
            shown={one.code for one in seen},
            finished=bool(finished),
        ),
        alt=t(
            "compare.alt",
            n=len(seen),
            unlocated=len(base.join.unlocated),
            **stamps.compared_periods(t, found),
        ),
        finished=finished,
        mode="change",
        selected=selected,
        layers_on=layers_on,
        picture=_picture(t, found),
    )


@shared(most=4)
def _columns(found: Comparison) -> dict[str, Any]:
    """Return the columns of all located projects."""
    return change_columns.columns([found.changes[p] for p in found.after.base.join.located])


def _picture(t: Locale, found: Comparison) -> Picture:
    said = [stamps.compared(t, found)]
    said += [t("picture.sourced_only")] * found.after.sourced_only
    days = f"{found.before.day.isoformat()}-{found.after.day.isoformat()}"
    plan = found.after.base.settings.title
    return Picture(
        title=t("compare.picture", plan=plan, **stamps.compared_periods(t, found)),
        stamp=" · ".join(said),
        file=f"tvgeo-so-sanh-{days}.png",
    )
