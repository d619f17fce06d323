"""Breaking a sentence or a title into two lines where it pauses."""

from tvgeo.render.plates import fonts

# After one of these a reader draws breath.
PAUSES = ",;:–"


def two(text: str, face: str, pt: float, width: float) -> list[str]:
    """Return a text in one or two lines that fit `width` mm, or none.

    The break is where the text pauses, else as late as possible, and never between a number and
    what it counts. `text` is in one line already.
    """
    words, whole = text.split(" "), fonts.width(text, face, pt)
    if whole <= width:
        return [text]
    if whole > 2 * width:
        return []
    found: list[tuple[bool, float, list[str]]] = []
    for place in range(1, len(words)):
        lines = [" ".join(words[:place]), " ".join(words[place:])]
        wide = [fonts.width(line, face, pt) for line in lines]
        last = words[place - 1]
        pause = last[-1] in PAUSES
        if max(wide) <= width and (pause or not last[0].isdigit()):
            found.append((not pause, -wide[0], lines))
    return min(found)[2] if found else []
