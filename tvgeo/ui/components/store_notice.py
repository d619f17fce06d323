"""Why nothing can be published at present: told where people publish, before they try."""

from tvgeo.errors import StoreError
from tvgeo.locale import Locale
from tvgeo.services import stores
from tvgeo.ui import state
from tvgeo.ui.blocks import frame
from tvgeo.ui.components import block


def show(t: Locale) -> StoreError | None:
    """Show the notice and return what stands in the way, if anything does."""
    found = stores.obstacle(state.base().folder.folder)
    if found is not None:
        read_only = found.key == "error.read_only"
        sentence = t("banner.read_only") if read_only else t.error(found.without_folders())
        block.show(frame.error_box(sentence), key="store-notice")
    return found
