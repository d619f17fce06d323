"""What may stand behind the `?` of the programming interface, and how each value is read.

The same table is read by the handlers and shown in the description (`openapi`): neither can know
of a parameter that the other does not. What is not in it is refused: a misspelt filter that was
passed over would answer with more than was asked for.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import QueryParams

from tvgeo import locale
from tvgeo.core import metrics, periods, plan
from tvgeo.errors import UsageError

LARGEST_LIMIT, USUAL_LIMIT = 500, 100
LARGEST = 2**31 - 1
_SHOWN = 60  # characters of a value, perhaps a hostile one, that a refusal repeats


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: how a value is read, and its JSON schema; `many` may be repeated."""

    read: Callable[[str, str], Any]
    schema: dict[str, Any]
    many: bool = False


def _day(name: str, text: str) -> Any:
    return periods.parse_day(text[:_SHOWN], arg=name)


def _number(low: int, high: int) -> Parameter:
    def read(name: str, text: str) -> int:
        # `isdecimal` alone takes the digits of every script
        if text.isascii() and text.isdecimal() and len(text) <= len(str(high)):
            number = int(text)
            if low <= number <= high:
                return number
        raise refused(name, text, f"{low}–{high}")

    return Parameter(read, {"type": "integer", "minimum": low, "maximum": high})


def _one_of(values: Sequence[str], *, many: bool = False) -> Parameter:
    def read(name: str, text: str) -> str:
        if text not in values:
            raise refused(name, text, ", ".join(values))
        return text

    return Parameter(read, {"type": "string", "enum": list(values)}, many)


def _code(_name: str, text: str) -> str:
    return text  # whether there is such a code, the plan knows


def _switch(name: str, text: str) -> bool:
    if text not in {"true", "false"}:
        raise refused(name, text, "true, false")
    return text == "true"


PARAMETERS: dict[str, Parameter] = {
    "as_of": Parameter(_day, {"type": "string", "format": "date"}),
    "revision": _number(1, LARGEST),
    "sourced_only": Parameter(_switch, {"type": "boolean", "default": False}),
    "sector": _one_of(plan.SECTORS, many=True),
    "agency": Parameter(_code, {"type": "string"}, many=True),
    "health": _one_of(metrics.HEALTHS, many=True),
    "limit": _number(1, LARGEST_LIMIT),
    "offset": _number(0, LARGEST),
    "lang": _one_of(locale.LANGUAGES),
}


def read(query: QueryParams, allowed: Sequence[str]) -> dict[str, Any]:
    """Return the values of a query by name; those that may be repeated are a tuple.

    Raises
    ------
    UsageError
        If a parameter is not one of `allowed`, stands twice, or has a value that cannot be.
    """
    found: dict[str, Any] = {}
    for name in dict.fromkeys(query):
        values = query.getlist(name)
        if name not in allowed:
            suggestion = ", ".join(f"{each}=" for each in allowed) or "–"
            raise refused("?", name, suggestion)
        parameter = PARAMETERS[name]
        if not parameter.many and len(values) > 1:
            raise refused(name, ", ".join(values), f"{name}={values[0][:_SHOWN]}")
        read_values = tuple(parameter.read(name, value) for value in values)
        found[name] = read_values if parameter.many else read_values[0]
    return found


def refused(name: str, value: str, suggestion: str) -> UsageError:
    """Return the refusal of a value; a reader's words are repeated, but not all of them."""
    return UsageError("error.bad_value", arg=name, value=value[:_SHOWN], suggestion=suggestion)
