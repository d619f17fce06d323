"""Refusals: one sentence in each language, since who asks, and in which one, is unknown."""

from starlette.responses import PlainTextResponse

from tvgeo import locale
from tvgeo.errors import TvgeoError


def sentence(status: int, key: str, **values: object) -> PlainTextResponse:
    """Answer with the sentence `key`, never kept by a browser."""
    sentences = (locale.get(language)(key, **values) for language in locale.LANGUAGES)
    headers = {"Cache-Control": "no-store"}
    return PlainTextResponse("\n".join(sentences) + "\n", status, headers=headers)


def of_error(status: int, error: TvgeoError) -> PlainTextResponse:
    """Answer with what an error says; no folder of this machine is told."""
    return sentence(status, error.key, **error.without_folders().values)
