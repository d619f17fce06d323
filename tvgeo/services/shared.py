"""What is computed once and shared by all readers, however many ask for it in the same moment."""

import threading
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

P = ParamSpec("P")
R = TypeVar("R")
_NOTHING = object()


def shared(*, most: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keep the `most` latest results of a function, by its arguments.

    When a revision is published, or a meeting begins, a hundred readers ask for the same view at
    once. `lru_cache` would let all of them compute it; here the first one does and the others
    wait. The oldest result is dropped first: it is of the oldest revision.
    """

    def decorate(make: Callable[P, R]) -> Callable[P, R]:
        kept: dict[Any, object] = {}
        computing = threading.RLock()

        @wraps(make)
        def found(*args: P.args, **kwargs: P.kwargs) -> R:
            key = (args, tuple(kwargs.items()))
            result = kept.get(key, _NOTHING)
            if result is _NOTHING:
                with computing:
                    result = kept.get(key, _NOTHING)
                    if result is _NOTHING:
                        result = kept[key] = make(*args, **kwargs)
                        if len(kept) > most:
                            del kept[next(iter(kept))]
            return cast("R", result)

        return found

    return decorate
