"""What Streamlit works out anew in every run of a page, though it never changes: done once.

The theme: all settings are gone through six times for it. Icons: every choice of a picker that
has a Vietnamese letter is searched for an emoji by a pattern of all emoji. Together a sixth of a
run; `tests/web/test_remembered.py` holds both against Streamlit's own answers.
"""

from functools import cache, lru_cache

from streamlit import string_util
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

_read_theme = app_session._populate_theme_msg  # noqa: SLF001
_search_emoji = string_util.extract_leading_emoji

leading_emoji = lru_cache(maxsize=4096)(_search_emoji)


def install() -> None:
    """Have Streamlit remember."""
    app_session._populate_theme_msg = theme  # noqa: SLF001
    string_util.extract_leading_emoji = leading_emoji


def theme(msg: CustomThemeConfig, section: str = "theme") -> None:
    """Write a section of the theme into a message; one that sets nothing leaves it alone."""
    known = _section(section)
    if known.ByteSize():
        msg.MergeFrom(known)


@cache
def _section(name: str) -> CustomThemeConfig:
    found = CustomThemeConfig()
    _read_theme(found, name)
    return found
