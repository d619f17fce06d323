"""On grey paper every state is told by its glyph: no two signs look the same without colour."""

import itertools
from functools import cache

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from tvgeo.render import style
from tvgeo.render.plates import chips

CODES = (*style.HEALTH_ORDER, "prep")
PIXELS = 60


@cache
def grey(code):
    """Return the sign of a state as grey values 0-1, rows from the top."""
    figure = Figure(figsize=(4 / 25.4, 4 / 25.4), dpi=PIXELS * 25.4 / 4)
    canvas = FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, 4), ylim=(0, 4))
    axes.set_axis_off()
    chips.draw(axes, 2, 2, 3.4, code, 1)
    canvas.draw()
    rgb = np.asarray(canvas.buffer_rgba())[..., :3] / 255
    return rgb @ (0.299, 0.587, 0.114)


def shape(code):
    """Return where the glyph is, whatever its brightness: away from the ground of its chip."""
    middle = grey(code)[15:45, 15:45]
    levels, counts = np.unique(np.round(middle, 1), return_counts=True)
    return np.abs(middle - levels[counts.argmax()]) > 0.15


@pytest.mark.parametrize(("one", "other"), list(itertools.combinations(CODES, 2)))
def test_two_states_differ_without_colour(one, other):
    shapes = np.mean(shape(one) ^ shape(other))
    values = np.mean(np.abs(grey(one) - grey(other)))
    assert shapes > 0.03 or values > 0.3, f"{one} and {other}: {shapes:.3f}, {values:.3f}"


@pytest.mark.parametrize("code", [code for code in CODES if code != "prep"])
def test_every_glyph_stands_out_from_its_ground(code):
    assert np.mean(shape(code)) > 0.05
