"""What QGIS reads follows the plan while the server runs, and nothing that fails ends it."""

import loops
import pytest

from tvgeo.errors import StoreError
from tvgeo.web import following


class EndOfTest(BaseException):
    """Ends what would go on for ever."""


def test_it_looks_again_and_again_and_tells_of_a_missing_view_once(monkeypatch, caplog):
    away = StoreError("error.database_away")
    found = ["no_postgis", "no_postgis", away, "ready", EndOfTest()]

    def look():
        each = found.pop(0)
        if isinstance(each, BaseException):
            raise each
        return each

    monkeypatch.setattr(following.gis, "keep_in_step", look)
    monkeypatch.setattr(following, "EVERY_S", 0)
    with pytest.raises(EndOfTest):
        loops.run(following.follow())
    assert found == []
    told = [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]
    assert told == ["no view for QGIS in the database: no_postgis; see tvgeo db check"]
