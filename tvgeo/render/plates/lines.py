"""Breaking a title or an answer into lines where it pauses."""

from typing import NamedTuple

from tvgeo.render.plates import fonts

# After one of these a reader draws breath.
PAUSES = ",;:–"
# What a break costs that is no pause, and one between a number and what it counts.
ANYWHERE, AFTER_NUMBER = 0.25, 1.0


class Broken(NamedTuple):
    """Lines with their type size; `cost` is 0 for full lines that end where the text pauses."""

    lines: tuple[str, ...]
    pt: float
    cost: float


def broken(text: str, face: str, pt: float, width: float, *, most: int) -> Broken | None:
    """Break a text of one line into at most `most` lines of `width` mm; `None` if it cannot be.

    The lines are about as long as each other and end where the text pauses, if they can.
    """
    whole = fonts.width(text, face, pt)
    if whole <= width:
        return Broken((text,), pt, 0.0)
    if whole > most * width:
        return None
    words = text.split(" ")
    # best[i]: how the words from i on are broken, by the number of lines still to be used
    best: dict[tuple[int, int], tuple[float, tuple[str, ...]]] = {(len(words), 0): (0.0, ())}
    for left in range(1, most + 1):
        for start in range(len(words) - 1, -1, -1):
            found = _best(words, start, left, best, face, pt, width)
            if found is not None:
                best[start, left] = found
    ways = [best[0, left] for left in range(1, most + 1) if (0, left) in best]
    return Broken(ways[0][1], pt, ways[0][0]) if ways else None


def _best(
    words: list[str],
    start: int,
    left: int,
    best: dict[tuple[int, int], tuple[float, tuple[str, ...]]],
    face: str,
    pt: float,
    width: float,
) -> tuple[float, tuple[str, ...]] | None:
    """Return the cheapest way to set the words from `start` on in exactly `left` lines."""
    found = []
    for end in range(start + 1, len(words) + 1):
        line = " ".join(words[start:end])
        wide = fonts.width(line, face, pt)
        if wide > width:
            break
        rest = best.get((end, left - 1))
        if rest is not None:
            cost = (1 - wide / width) ** 2 * 0.5
            cost += _break(words[end - 1]) if end < len(words) else 0.0
            found.append((cost + rest[0], (line, *rest[1])))
    return min(found) if found else None


def _break(last: str) -> float:
    if last[-1:] in PAUSES:
        return 0.0
    return AFTER_NUMBER if last[:1].isdigit() else ANYWHERE


def fitted(
    text: str, face: str, largest: float, smallest: float, width: float, *, most: int
) -> Broken | None:
    """Return a text in at most `most` lines, as large as it can be and well broken.

    A size that is smaller by a tenth is worth a better break.
    """
    steps = [largest - (largest - smallest) * i / 16 for i in range(17)]
    ways = [broken(text, face, pt, width, most=most) for pt in steps]
    known = [way for way in ways if way is not None]
    return min(known, key=lambda way: way.cost + 2.0 * (1 - way.pt / largest), default=None)
