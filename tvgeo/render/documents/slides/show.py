"""The order of the slides: the answer first, then where and why, then what it rests on."""

from collections.abc import Mapping

from tvgeo.locale import Locale
from tvgeo.render.briefing.facts import Facts
from tvgeo.render.documents import packing
from tvgeo.render.documents.slides import closing, delays, one_work, overview, plan, works
from tvgeo.render.documents.slides.deck import Deck


def write(facts: Facts, t: Locale, pictures: Mapping[str, bytes]) -> bytes:
    """Return the slides as a presentation.

    Parameters
    ----------
    pictures
        PNGs of 16:9 by the code of the plate in `facts.plates`; a plate that is not among them
        has no slide.
    """
    deck = Deck(facts, t)
    overview.cover(deck)
    work = one_work.subject(deck)
    if work is not None:
        one_work.figures(deck, work)
        one_work.texts(deck, work)
        for plate in facts.plates:
            if plate.code in pictures:
                works.plate(deck, plate, pictures[plate.code])
        if len(facts.works) > 1:
            works.table(deck, facts.works, facts.message)
    else:
        overview.summary(deck)
        delays.slides(deck)
        if facts.scope.kind == "plan" and len(facts.agencies) > 1:
            overview.agencies(deck)
        works.sectors(deck, pictures)
        plan.targets(deck)
        plan.tasks(deck)
        plan.reports(deck)
    closing.sources(deck)
    closing.reading(deck)
    return packing.settled(deck.content(), facts.day)
