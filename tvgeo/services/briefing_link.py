"""The address of the page that shows what a briefing says."""

from urllib.parse import urlencode

from tvgeo.core.units import THEN
from tvgeo.locale import Locale
from tvgeo.render.briefing.facts import Scope
from tvgeo.services.view import View

PAGES = {"plan": "tong-quan", "sector": "ban-do", "agency": "ban-do", "work": "cong-trinh"}
PARAMETERS = {"sector": "sector", "agency": "lead", "work": "project"}


def link(view: View, t: Locale, scope: Scope) -> str:
    """Return the address of the page that shows the same, "" without a public address."""
    public = view.base.settings.public_url
    if not public:
        return ""
    choice = {"lang": t.language, "period": view.period.code}
    if view.sourced_only:
        choice["sourced"] = "1"
    if view.units != THEN:
        choice["units"] = view.units
    if scope.kind in PARAMETERS:
        choice[PARAMETERS[scope.kind]] = scope.code
    return f"{public.rstrip('/')}/{PAGES[scope.kind]}?{urlencode(choice)}"
