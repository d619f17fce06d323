"""The live map of a view: publish geometry and index once, then show the component."""

from collections.abc import Callable, Collection, Sequence

from tvgeo.locale import Locale
from tvgeo.services.view import View
from tvgeo.ui.blocks import map_data, map_film
from tvgeo.ui.blocks.map_film import Shown
from tvgeo.ui.components import progress_map


def show(
    t: Locale,
    view: View,
    *,
    key: str,
    shown: Collection[str] | None = None,
    mode: str = "health",
    selected: str | None = None,
    layers_on: Collection[str] | None = None,
    compact: bool = False,
    ranks: Sequence[str] = (),
    note_box: Sequence[str] = (),
    caption: str = "",
    on_choose: Callable[[str], None] | None = None,
) -> str | None:
    """Draw the map; return the project just chosen on it, told to `on_choose` before the run."""
    index = map_data.index(view.base, t.language, view.units)
    message = map_data.message(
        t,
        view,
        index,
        map_id=key,
        shown=shown,
        mode=mode,
        selected=selected,
        layers_on=layers_on,
        compact=compact,
        ranks=ranks,
        note_box=note_box,
        caption=caption,
    )
    return progress_map.show(message, projects=index.projects, key=key, on_choose=on_choose)


def play(
    t: Locale,
    view: View,
    shown: Shown,
    *,
    key: str,
    mode: str,
    selected: str | None,
    layers_on: Collection[str] | None,
    on_choose: Callable[[str], None],
    on_period: Callable[[str], None],
) -> None:
    """Draw the map that plays the periods; tell the period where it stops to `on_period`.

    While the periods are played `on_period` is told an empty text, once.
    """
    index = map_data.index(view.base, t.language, view.units)
    message = map_film.message(
        t, view, index, shown, map_id=key, mode=mode, selected=selected, layers_on=layers_on
    )
    progress_map.show(
        message, projects=index.projects, key=key, on_choose=on_choose, on_period=on_period
    )
