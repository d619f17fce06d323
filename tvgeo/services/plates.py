"""The plates of a briefing."""

from collections.abc import Sequence

from tvgeo.locale import Locale
from tvgeo.render.briefing.facts import Scope
from tvgeo.render.briefing.works import WorkFact
from tvgeo.render.plates.plate import Plate
from tvgeo.services.view import View


def of(view: View, t: Locale, works: Sequence[WorkFact], scope: Scope) -> tuple[Plate, ...]:
    """Return the plates."""
    return ()
