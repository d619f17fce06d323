"""Streamlit's settings for this dashboard: safe, quiet, and in the house's colours.

`.streamlit/config.toml` says the same, for `streamlit run app.py`; a test compares the two.
That file is only found from its own folder or the launcher's, so every other way of starting
gets its settings from here.
"""

from collections.abc import Mapping
from types import MappingProxyType

from streamlit import config

LOOPBACK_HOSTS = ("127.0.0.1", "localhost", "::1")

SAFE: Mapping[str, object] = MappingProxyType(
    {
        # Only this machine, until someone says otherwise.
        "server.address": "127.0.0.1",
        "server.allowedHosts": list(LOOPBACK_HOSTS),
        "server.headless": True,
        "server.enableCORS": True,
        "server.enableXsrfProtection": True,
        "server.enableStaticServing": False,
        # How far it looks back: `tvgeo.web.compression`.
        "server.enableWebsocketCompression": True,
        "server.enableAgentApi": False,
        # A map layer; what is not an administrator's has a lower limit: `tvgeo.web.uploads`.
        "server.maxUploadSize": 50,
        "server.maxMessageSize": 50,
        # What a browser may send at once: anybody may open a page, and it is kept for a while.
        "server.maxWidgetStateSize": 2,
        "server.fileWatcherType": "none",
        "server.runOnSave": False,
        "server.showEmailPrompt": False,
        # Without an address, the server asks an outside service for its own.
        "browser.serverAddress": "127.0.0.1",
        "browser.gatherUsageStats": False,
        # A reader sees no trace, no path, and no link to a search engine.
        "client.showErrorDetails": "none",
        "client.showErrorLinks": False,
        "client.toolbarMode": "minimal",
        "client.showSidebarNavigation": False,
        # A table's own download would leave without mark, source and protection from formulas.
        "client.disableDataExport": True,
        "global.developmentMode": False,
        # A widget's value stands in the session and is its default too: see `state.bound`.
        "global.disableWidgetStateDuplicationWarning": True,
        # What a browser holds is not sent again: in place of it goes its hash, 75 bytes.
        "global.minCachedMessageSize": 150,
        "logger.level": "warning",
        "logger.enableRich": False,
        "runner.magicEnabled": False,
        # Python collects by itself. All of it after every run of every viewer is most of the run.
        "runner.postScriptGC": False,
        "theme.base": "light",
        "theme.primaryColor": "#1F4258",
        "theme.backgroundColor": "#FFFFFF",
        "theme.secondaryBackgroundColor": "#F3F5F6",
        "theme.textColor": "#1B2A33",
        "theme.redColor": "#7F1414",
        "theme.orangeColor": "#B24A12",
        "theme.yellowColor": "#BF8A00",
        "theme.blueColor": "#4C97BA",
        "theme.greenColor": "#0B4F6C",
        "theme.violetColor": "#2B0A1E",
        "theme.grayColor": "#66707A",
        "theme.orangeTextColor": "#9A3F0E",
        "theme.yellowTextColor": "#7A5900",
        "theme.blueTextColor": "#246584",
        "theme.grayTextColor": "#56616A",
        "theme.linkColor": "#1F4258",
        "theme.linkUnderline": True,
        "theme.borderColor": "#D5DBDF",
        "theme.dataframeBorderColor": "#E4E8EB",
        "theme.dataframeHeaderBackgroundColor": "#F3F5F6",
        "theme.showWidgetBorder": True,
        "theme.baseRadius": "4px",
        "theme.buttonRadius": "4px",
        "theme.baseFontSize": 16,
        "theme.headingFontSizes": [
            "1.75rem",
            "1.25rem",
            "1rem",
            "1rem",
            "0.875rem",
            "0.875rem",
        ],
        "theme.headingFontWeights": [600, 600, 600, 600, 600, 600],
        "theme.metricValueFontSize": "1.75rem",
        "theme.metricValueFontWeight": 600,
        "theme.paddingTop": "0.5rem",
        "theme.paddingBottom": "2rem",
    }
)


def apply_where_unset() -> None:
    """Give every setting that nobody has set its safe value, however the server was started."""
    for key, value in SAFE.items():
        if not config.is_manually_set(key):
            config.set_option(key, value)
